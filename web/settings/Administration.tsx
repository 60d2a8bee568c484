import { Account } from "./Account";
import type { Section } from "./catalogue";
import { Licence } from "./Licence";
import { Roles } from "./Roles";
import { SignInSettings } from "./SignInSettings";
import { Tokens } from "./Tokens";
import { Transfer } from "./Transfer";
import { Users } from "./Users";
import { ViewerLinks } from "./ViewerLinks";

/** The sections that are fetched once somebody opens one of them. */
export function Administration({ section }: { section: Section }) {
  switch (section) {
    case "account": return <Account />;
    case "users": return <Users />;
    case "roles": return <Roles />;
    case "tokens": return <Tokens />;
    case "links": return <ViewerLinks />;
    case "sign-in": return <SignInSettings />;
    case "licence": return <Licence />;
    case "transfer": return <Transfer />;
    default: return null;
  }
}
