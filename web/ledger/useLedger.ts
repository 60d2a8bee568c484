import { useAnswer, type Answered } from "../app/answers";
import { ledger, type About, type LedgerAnswer, type LedgerName, type Ledgers } from "../app/ledger-api";
import { useMinute } from "../app/repeat";

/** Asked again every minute: nothing announces that the ledgers have changed. */
export function useLedger<Name extends LedgerName>(name: Name, about: About): Answered<LedgerAnswer<Ledgers[Name]>> {
  return useAnswer((signal) => ledger(name, about, signal), `${name} ${about.source} ${about.node ?? ""} ${about.guest ?? ""} ${useMinute()}`);
}
