// Reading the code with the camera, or off a picture of it. The shell finds the code: the web engine cannot.
import type { Backend } from "../../lib/ipc";

/** Large enough for a code of 93 modules, small enough for several looks a second. */
const MOST_PX = 1280;
const BETWEEN_LOOKS_MS = 150;

type Reader = Pick<Backend, "readCode">;

/** What a picture shows, as brightness: one byte a pixel. */
function grey(source: HTMLVideoElement | ImageBitmap, width: number, height: number): { pixels: Uint8Array; width: number } {
  const scale = Math.min(1, MOST_PX / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint8Array(data.length / 4);
  for (let n = 0; n < pixels.length; n += 1) {
    pixels[n] = ((data[4 * n] ?? 0) * 77 + (data[4 * n + 1] ?? 0) * 150 + (data[4 * n + 2] ?? 0) * 29) >> 8;
  }
  return { pixels, width: canvas.width };
}

/** The code on a picture; null if there is none that can be read. */
export async function readFile(reader: Reader, file: File): Promise<string | null> {
  const picture = await createImageBitmap(file);
  const { pixels, width } = grey(picture, picture.width, picture.height);
  picture.close();
  return reader.readCode(pixels, width);
}

/** Shows the camera in `video` and gives the first code it sees; null when it was stopped before. */
export async function scan(reader: Reader, video: HTMLVideoElement, stopped: AbortSignal): Promise<string | null> {
  const wanted = { facingMode: { ideal: "environment" }, width: { ideal: MOST_PX } };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: wanted });
  try {
    video.srcObject = stream;
    await video.play();
    while (!stopped.aborted) {
      if (video.videoWidth > 0) {
        const { pixels, width } = grey(video, video.videoWidth, video.videoHeight);
        const found = await reader.readCode(pixels, width);
        if (found !== null) return found;
      }
      await new Promise((later) => setTimeout(later, BETWEEN_LOOKS_MS));
    }
    return null;
  } finally {
    stream.getTracks().forEach((track) => track.stop());
  }
}
