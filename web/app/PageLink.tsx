import type { ReactNode } from "react";
import { formatView, navigate, type View } from "./url";

interface PageLinkProps {
  to: View;
  isCurrent: boolean;
  title?: string | undefined;
  children: ReactNode;
}

/** A link to another view: followed within the page, and left to the browser where somebody wants a tab or window of its own. */
export function PageLink({ to, isCurrent, title, children }: PageLinkProps) {
  return (
    <a
      href={formatView(to)}
      aria-current={isCurrent ? "page" : undefined}
      title={title}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </a>
  );
}

interface SectionsProps<Section extends string> {
  label: string;
  sections: readonly Section[];
  shown: Section;
  address: (section: Section) => View;
  children: (section: Section) => ReactNode;
}

/** The parts of a page, one of which is shown. */
export function Sections<Section extends string>({ label, sections, shown, address, children }: SectionsProps<Section>) {
  return (
    <nav className="sections" aria-label={label}>
      {sections.map((one) => <PageLink key={one} to={address(one)} isCurrent={one === shown}>{children(one)}</PageLink>)}
    </nav>
  );
}
