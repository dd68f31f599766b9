// Where a portrait comes from. The camera hides behind this, so that a file, a test card or later the Android camera
// stand in the same place. Nothing is kept: the picture leaves as JPEG bytes and the stream is ended.
export interface CameraSource {
  /** Shows the live picture; rejects when there is no camera or it may not be used. */
  start(video: HTMLVideoElement): Promise<void>;
  /** The picture of this moment, at the camera's own size. */
  shoot(): Promise<Uint8Array>;
  stop(): void;
}

/** A frame of the preview, made small: RGBA pixels, and how high the photo would be. */
export type Glimpse = { rgba: Uint8Array; width: number; cameraHeight: number };
/** A camera that can also be looked through while it runs. */
export interface LiveCamera extends CameraSource {
  /** What it sees now, at most `mostHeight` px high; null while it sees nothing. */
  glimpse(mostHeight: number): Promise<Glimpse | null>;
}

const JPEG_QUALITY = 0.95;
const MOST_FRAMES = 60;

// WebKitGTK paints nothing at all while it changes one frame for the next: what stays clear was not painted.
async function paint(video: HTMLVideoElement, canvas: CanvasRenderingContext2D | null): Promise<void> {
  for (let frame = 0; canvas && frame < MOST_FRAMES; frame += 1) {
    const { width, height } = canvas.canvas;
    canvas.drawImage(video, 0, 0, width, height);
    if (canvas.getImageData(width >> 1, height >> 1, 1, 1).data[3] !== 0) return;
    await new Promise((shown) => requestAnimationFrame(shown));
  }
  throw new Error("the camera gave no picture");
}

export class DeviceCamera implements LiveCamera {
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;
  /** One sheet for all glimpses: a new one each time would be megabytes to clear away, three times a second. */
  #sheet: HTMLCanvasElement | null = null;

  async start(video: HTMLVideoElement): Promise<void> {
    this.stop();
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } };
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: wanted });
    this.#video = video;
    video.srcObject = this.#stream;
    await video.play();
  }

  async shoot(): Promise<Uint8Array> {
    const video = this.#video;
    if (!video || video.videoWidth === 0) throw new Error("the camera has no picture yet");
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    await paint(video, canvas.getContext("2d"));
    const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, "image/jpeg", JPEG_QUALITY));
    if (!blob) throw new Error("the picture could not be made");
    return new Uint8Array(await blob.arrayBuffer());
  }

  async glimpse(mostHeight: number): Promise<Glimpse | null> {
    const video = this.#video;
    if (!video || video.videoWidth === 0) return null;
    const sheet = (this.#sheet ??= document.createElement("canvas"));
    const height = Math.min(mostHeight, video.videoHeight);
    const width = Math.round((video.videoWidth * height) / video.videoHeight);
    if (sheet.width !== width || sheet.height !== height) [sheet.width, sheet.height] = [width, height];
    const pen = sheet.getContext("2d", { willReadFrequently: true });
    // What was seen before would pass for painted.
    pen?.clearRect(0, 0, width, height);
    await paint(video, pen);
    const pixels = pen?.getImageData(0, 0, width, height).data;
    return pixels ? { rgba: new Uint8Array(pixels.buffer), width, cameraHeight: video.videoHeight } : null;
  }

  stop(): void {
    this.#stream?.getTracks().forEach((track) => track.stop());
    if (this.#video) this.#video.srcObject = null;
    this.#stream = this.#video = this.#sheet = null;
  }
}
