/// <reference lib="webworker" />
const worker = self as unknown as ServiceWorkerGlobalScope;
const shell = "/tablet/";
const cacheName = `campaign-tablet-${VERSION}`;

/** The active worker stays until the user asks for the new version, or all windows are closed. */
worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(PRECACHE.map((path) => new Request(path, { cache: "reload" })))));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("campaign-tablet-") && name !== cacheName).map((name) => caches.delete(name)));
    await worker.clients.claim();
  })());
});

worker.addEventListener("message", (event) => {
  if (event.data === "take over") {
    void worker.skipWaiting();
  }
});

/** The app's own files come from the cache. Answers of the registry are never cached. */
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin ) {
    return;
  }
  if (request.mode === "navigate" && url.pathname.startsWith(shell)) {
    event.respondWith(kept(shell, request));
  } else if (PRECACHE.includes(url.pathname + url.search)) {
    event.respondWith(kept(url.pathname + url.search, request));
  }
});

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(path)) ?? fetch(request);
}
