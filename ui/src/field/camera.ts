// Where a portrait comes from. The camera hides behind this, so that a file, a test card or later the Android camera
// stand in the same place. Nothing is kept: the picture leaves as JPEG bytes and the stream is ended.
export interface CameraSource {
  /** Shows the live picture; rejects when there is no camera or it may not be used. */
  start(video: HTMLVideoElement): Promise<void>;
  /** The picture of this moment, at the camera's own size. */
  shoot(): Promise<Uint8Array>;
  stop(): void;
}

const JPEG_QUALITY = 0.95;
const MOST_FRAMES = 60;

// WebKitGTK paints nothing at all while it changes one frame for the next: what stays clear was not painted.
async function paint(video: HTMLVideoElement, canvas: CanvasRenderingContext2D | null): Promise<void> {
  for (let frame = 0; canvas && frame < MOST_FRAMES; frame += 1) {
    canvas.drawImage(video, 0, 0);
    if (canvas.getImageData(video.videoWidth >> 1, video.videoHeight >> 1, 1, 1).data[3] !== 0) return;
    await new Promise((shown) => requestAnimationFrame(shown));
  }
  throw new Error("the camera gave no picture");
}

export class DeviceCamera implements CameraSource {
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;

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

  stop(): void {
    this.#stream?.getTracks().forEach((track) => track.stop());
    if (this.#video) this.#video.srcObject = null;
    this.#stream = this.#video = null;
  }
}
