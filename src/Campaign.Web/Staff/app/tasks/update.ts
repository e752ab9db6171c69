const listeners = new Set<() => void>();
let registration: ServiceWorkerRegistration | null = null;
let asked = false;

export const onUpdate = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** A newer version has been downloaded; the home screen offers it, where no form is half filled in. */
export const updateIsReady = (): boolean => registration?.waiting != null && navigator.serviceWorker.controller !== null;

export function takeUpdate(): void {
  asked = true;
  registration?.waiting?.postMessage("take over");
}

export async function beginUpdates(): Promise<void> {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // Only the window that asked for it reloads; another may be in the middle of a form.
    if (asked) {
      location.reload();
    }
  });
  try {
    const found = await navigator.serviceWorker.register("/tablet/sw.js", { scope: "/tablet/", updateViaCache: "none" });
    registration = found;
    const tell = (): void => listeners.forEach((listener) => listener());
    found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", tell));
    tell();
    setInterval(() => void found.update().catch(() => {}), 3_600_000);
  } catch {
    // Without network the current worker stays.
  }
}
