import { lazy, Suspense, type ComponentType } from "react";
import { Boundary, Loading } from "./parts";

/** How long a script may take before it counts as never coming, milliseconds. */
const patience = 20_000;

/** A part of the page that is a script of its own, so that a visit that only glances does not pay for it. */
export function later<Props extends object>(script: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Part = lazy(() => Promise.race([
    script().then((part) => ({ default: part })),
    new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error("A script of the page did not come.")), patience)),
  ])) as unknown as ComponentType<Props>;
  return function Later(props: Props) {
    return <Boundary><Suspense fallback={<Loading />}><Part {...props} /></Suspense></Boundary>;
  };
}
