// Reading the code with the camera, where the engine can. Where it cannot, the code is pasted.
type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type DetectorClass = new (options: { formats: string[] }) => Detector;

const detectorClass = (): DetectorClass | undefined =>
  (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

export const canScan = (): boolean => detectorClass() !== undefined && "mediaDevices" in navigator;

/** Shows the camera in `video` and gives the first code it sees; null when it was stopped before. */
export async function scan(video: HTMLVideoElement, stopped: AbortSignal): Promise<string | null> {
  const Detecting = detectorClass();
  if (!Detecting) return null;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    await video.play();
    const detector = new Detecting({ formats: ["qr_code"] });
    while (!stopped.aborted) {
      const [found] = await detector.detect(video);
      if (found) return found.rawValue;
      await new Promise(requestAnimationFrame);
    }
    return null;
  } finally {
    stream.getTracks().forEach((track) => track.stop());
  }
}
