import { APIError } from "../app/api";
import { text } from "../app/text";

/** How long the server may take, milliseconds. */
const patience = 20_000;

/** The answer, or why there is none, in the time it may take. */
export async function within<Answer>(controller: AbortController, ask: (signal: AbortSignal) => Promise<Answer>): Promise<{ answer?: Answer; error: string | null }> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, patience);
  try {
    return { answer: await ask(controller.signal), error: null };
  } catch (failure) {
    return { error: late ? text.chart.late : failure instanceof APIError ? failure.message : text.errors.noAnswer };
  } finally {
    clearTimeout(timer);
  }
}
