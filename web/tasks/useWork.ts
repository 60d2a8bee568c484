import { useAnswer, type Answered } from "../app/answers";
import { useMinute } from "../app/repeat";
import { store } from "../app/store";
import { work, type WorkList, type WorkPage } from "../app/work-api";

/** A list as it was told, with the time by the server's clock at which it was received. */
export type Listed<List extends WorkList> = WorkPage<List> & { at: string };

/** Asked again every minute: nothing announces that the ledgers have changed. */
export function useWork<List extends WorkList>(list: List): Answered<Listed<List>> {
  return useAnswer(async (signal) => ({ ...(await work(list, signal)), at: new Date(store.now()).toISOString() }), `${list} ${useMinute()}`);
}
