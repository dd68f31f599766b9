"""Called by scripts/bench-photo: mattes of ours, of MediaPipe and of GrabCut against the truth, inside the finished crop at
twice its scale; time by the processor's clock of one thread. Prints the table and writes it as JSON."""

import glob
import json
import os
import statistics
import sys
import time

import cv2
import mediapipe as mp
import numpy as np
from PIL import Image, ImageOps

FRAME_W, FRAME_H, FACE_W, TOP = 358, 441, 207, 14
cv2.setNumThreads(1)


def crop_of(truth):
    left, right = (truth["landmarks"][k][0] for k in ("face_left_no_ears", "face_right_no_ears"))
    scale = FACE_W / abs(right - left)
    x, y = (left + right) / 2 - FRAME_W / 2 / scale, truth["derived"]["hair_top_y_alpha50"] - TOP / scale
    box = [x, y, x + FRAME_W / scale, y + FRAME_H / scale]
    return [max(box[0], 0), max(box[1], 0), min(box[2], truth["width"]), min(box[3], truth["height"])], scale


def matte(picture, box, scale):
    size = (round((box[2] - box[0]) * scale * 2), round((box[3] - box[1]) * scale * 2))
    return np.asarray(picture.resize(size, Image.BOX, box=box), dtype=float) / 255


def mediapipe(photo, net):
    return Image.fromarray((net.process(np.asarray(photo)).segmentation_mask * 255).astype(np.uint8))


def grabcut(photo, face):
    """At half a megapixel, told where the head is."""
    k = (0.5e6 / (photo.width * photo.height)) ** 0.5
    small = np.asarray(photo.resize((round(photo.width * k), round(photo.height * k)), Image.BOX))
    x, y, w = (v * k for v in face)
    mask = np.full(small.shape[:2], cv2.GC_PR_FGD, np.uint8)
    mask[: max(int(y - 1.7 * w), 1)] = cv2.GC_BGD
    mask[: int(y), : max(int(x - 1.4 * w), 1)] = cv2.GC_BGD
    mask[: int(y), int(x + 1.4 * w) :] = cv2.GC_BGD
    cv2.circle(mask, (int(x), int(y)), int(0.45 * w), cv2.GC_FGD, -1)
    cv2.grabCut(small, mask, None, np.zeros((1, 65)), np.zeros((1, 65)), 5, cv2.GC_INIT_WITH_MASK)
    return Image.fromarray(np.where(mask & 1, 255, 0).astype(np.uint8)).resize(photo.size, Image.BILINEAR)


def main(folder, got, out):
    net = mp.solutions.selfie_segmentation.SelfieSegmentation(model_selection=0)
    errors, times = {}, {}
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        truth = json.load(open(path))
        name = truth["name"]
        answer = os.path.join(got, name)
        if truth["defects"] or not os.path.exists(answer + ".alpha.png"):
            continue
        box, scale = crop_of(truth)
        exact = matte(Image.open(path[:-5] + ".alpha.png").convert("L"), box, scale)
        photo = ImageOps.exif_transpose(Image.open(path[:-5] + ".jpg")).convert("RGB")
        eyes = [truth["derived"]["eye_center_left"], truth["derived"]["eye_center_right"]]
        face = ((eyes[0][0] + eyes[1][0]) / 2, (eyes[0][1] + eyes[1][1]) / 2, FACE_W / scale)
        peers = {"ours": lambda: Image.open(answer + ".alpha.png"), "mediapipe": lambda: mediapipe(photo, net),
                 "grabcut": lambda: grabcut(photo, face)}
        for peer, make in peers.items():
            begun = time.process_time()
            made = make()
            spent = (time.process_time() - begun) * 1e3
            if peer == "ours":
                spent = json.load(open(answer + ".json"))["ms"]
            errors.setdefault(peer, []).append(1e3 * np.abs(matte(made.convert("L"), box, scale) - exact).mean())
            times.setdefault(peer, []).append(spent)
    floor = statistics.mean(errors["mediapipe"])
    rows = [{"row": f"{peer}: matte error x1000, {what}", "value": of(errors[peer]), "unit": "", "floor": floor,
             "ratio": of(errors[peer]) / floor, "goal": goal}
            for peer in errors for what, of, goal in (("mean", statistics.mean, "15"), ("worst", max, "35"))]
    rows += [{"row": f"{peer}: time of a photo", "value": statistics.median(times[peer]), "unit": "ms", "floor": None,
              "ratio": None, "goal": "250 at 12 MP"} for peer in times]
    memory = int(open(os.path.join(got, "memory_kb")).read().split()[-1]) / 1024
    rows.append({"row": "ours: memory", "value": memory, "unit": "MB", "floor": None, "ratio": None, "goal": "120"})
    json.dump(rows, open(out, "w"), indent=1)
    for row in rows:
        print(f"{row['row']:40s} {row['value']:9.1f} {row['unit']:3s} goal {row['goal']}")


main(*sys.argv[1:])
