/** Why the camera could not be opened. */
export type CameraFault = "denied" | "missing" | "not-loaded";

export interface Scan {
  stop(): void;
  /** Switches the light; null when this camera has none. */
  readonly light: (() => Promise<boolean>) | null;
}

/**
 * Opens the camera and reads QR codes until it is stopped. The reader is loaded on first use, to keep the start fast. Images are processed on the tablet and not stored.
 */
export async function scan(video: HTMLVideoElement, found: (text: string) => void): Promise<Scan | CameraFault> {
  let QrScanner: typeof import("qr-scanner").default;
  try {
    QrScanner = (await import("qr-scanner")).default;
  } catch {
    return "not-loaded";
  }
  let last = "";
  let lastAt = 0;
  const scanner = new QrScanner(video, (result) => {
    // The same code appears in many frames in a row; it is reported only once in a while.
    if (result.data !== last || Date.now() - lastAt > 2_500) {
      last = result.data;
      lastAt = Date.now();
      found(result.data);
    }
  }, {
    preferredCamera: "environment", maxScansPerSecond: 8, returnDetailedScanResult: true, onDecodeError: () => {},
    // The card's code is small: the whole frame is scanned at full resolution, up to a limit that a slow tablet can handle.
    calculateScanRegion: (source) => {
      const side = Math.min(source.videoWidth, source.videoHeight);
      const scale = Math.min(1, 1_000 / side);
      return {
        x: (source.videoWidth - side) / 2, y: (source.videoHeight - side) / 2, width: side, height: side,
        downScaledWidth: Math.round(side * scale), downScaledHeight: Math.round(side * scale),
      };
    },
  });
  try {
    await scanner.start();
  } catch (error) {
    scanner.destroy();
    const denied = error instanceof DOMException ? error.name === "NotAllowedError" : (await permission()) === "denied";
    return denied ? "denied" : "missing";
  }
  const hasLight = await scanner.hasFlash().catch(() => false);
  return {
    stop: () => scanner.destroy(),
    light: hasLight ? async () => { await scanner.toggleFlash(); return scanner.isFlashOn(); } : null,
  };
}

async function permission(): Promise<string> {
  try {
    return (await navigator.permissions.query({ name: "camera" as PermissionName })).state;
  } catch {
    return "prompt";
  }
}
