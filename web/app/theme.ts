// Runs before anything is painted, so that a dark room stays dark: the rest of the page comes later.
try {
  const kept = localStorage.getItem("pulse.theme");
  const dark = kept === "dark" || (kept !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.dataset.density = localStorage.getItem("pulse.density") === "compact" ? "compact" : "normal";
} catch {
  document.documentElement.dataset.theme = "light";
}

export {};
