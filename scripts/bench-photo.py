"""Called by scripts/bench-photo: ours, MediaPipe and GrabCut against the truth. Mattes are compared inside the finished crop at
twice its scale, places in finished px, time by the processor's clock of one thread. Prints the table and writes it as JSON."""

import glob
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import cv2
import mediapipe as mp
import numpy as np
from PIL import Image, ImageOps

FRAME_W, FRAME_H, FACE_W, TOP = 358, 441, 207, 14
MEGAPIXELS = 12e6
# Points of MediaPipe's refined mesh: both irises, subject's left first, and the chin.
IRISES, CHIN = (473, 468), 152
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


def edge_band(exact, reach=3):
    """Within three pixels of a partly transparent one."""
    soft = ((exact > 0.02) & (exact < 0.98)).astype(np.uint8)
    return cv2.dilate(soft, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0


def mediapipe(photo, segmentation, mesh):
    pixels = np.asarray(photo)
    mask = segmentation.process(pixels).segmentation_mask
    faces = mesh.process(pixels).multi_face_landmarks
    at = (lambda i: [faces[0].landmark[i].x * photo.width, faces[0].landmark[i].y * photo.height]) if faces else None
    rows = np.flatnonzero((mask > 0.5).any(axis=1))
    return Image.fromarray((mask * 255).astype(np.uint8)), {
        "eye_left": at and at(IRISES[0]), "eye_right": at and at(IRISES[1]), "chin": at and at(CHIN),
        "head_top_y": float(rows[0]) if len(rows) else None}


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
    return Image.fromarray(np.where(mask & 1, 255, 0).astype(np.uint8)).resize(photo.size, Image.BILINEAR), {}


def offsets(found, truth, scale):
    """How far each place is off, finished px, as vectors."""
    derived = truth["derived"]
    wanted = {"eye_left": derived["eye_center_left"], "eye_right": derived["eye_center_right"],
              "chin": truth["landmarks"]["chin"], "head_top_y": [0, derived["hair_top_y_alpha50"]]}
    given = {**found, "head_top_y": [0, found["head_top_y"]] if found.get("head_top_y") is not None else None}
    return {k: (np.array(given[k]) - np.array(w)) * scale for k, w in wanted.items() if given.get(k) is not None}


def judged(folder, got):
    """Spoilt photos refused and accepted, false alarms, and finished files that are not as they must be."""
    refused = missed = alarms = wrong = 0
    for path in glob.glob(os.path.join(folder, "*.json")):
        truth = json.load(open(path))
        answer = json.load(open(os.path.join(got, truth["name"] + ".json")))
        refused += truth["overall"] == answer["overall"] == "fail"
        missed += truth["overall"] == "fail" != answer["overall"]
        alarms += sum(want != "fail" == answer["checks"].get(check) for check, want in truth["expected_checks"].items())
        file = os.path.join(got, truth["name"] + ".jpg")
        if not os.path.exists(file):
            wrong += truth["overall"] == "pass"
            continue
        photo = Image.open(io.BytesIO(open(file, "rb").read()))
        dpi = tuple(round(v) for v in photo.info.get("dpi", (0, 0)))
        right = photo.size == (FRAME_W, FRAME_H) and photo.mode == "RGB" and dpi == (350, 350) and not photo.getexif()
        wrong += not (right and 14 <= os.path.getsize(file) / 1024 <= 30 and not photo.info.get("progressive"))
    return refused, missed, alarms, wrong


def cpu_ms(photo):
    """What the processor spends on one photo from the start of the program to its end, the nets' loading with it; the least of five."""
    def once(into):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(["target/release/beibao-photo", "make", photo, "--whiten", "--out", into], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return 1e3 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)

    with tempfile.TemporaryDirectory() as into:
        return min(once(into) for _ in range(5))


def main(folder, got, out):
    segmentation = mp.solutions.selfie_segmentation.SelfieSegmentation(model_selection=0)
    mesh = mp.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True)
    seen = {}
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
        peers = {"ours": lambda: (Image.open(answer + ".alpha.png"), json.load(open(answer + ".json"))),
                 "mediapipe": lambda: mediapipe(photo, segmentation, mesh), "grabcut": lambda: grabcut(photo, face)}
        for peer, make in peers.items():
            begun = time.process_time()
            made, found = make()
            spent = (time.process_time() - begun) * 1e3
            if peer == "ours":
                spent = cpu_ms(path[:-5] + ".jpg")
            off = 1e3 * np.abs(matte(made.convert("L"), box, scale) - exact)
            seen.setdefault(peer, []).append({
                "person": truth["person"]["id"], "large": photo.width * photo.height >= MEGAPIXELS, "ms": spent,
                "matte": off.mean(), "band": off[edge_band(exact)].mean(), "off": offsets(found, truth, scale)})
    rows = table(seen) + ours_alone(seen["ours"], judged(folder, got), got)
    json.dump(rows, open(out, "w"), indent=1)
    for row in rows:
        print(f"{row['row']:58s} {row['value']:9.2f} {row['unit']:3s} goal {row['goal']}")


def row(what, value, unit, goal, floor=None):
    return {"row": what, "value": value, "unit": unit, "floor": floor, "ratio": value / floor if floor else None, "goal": goal}


def eyes_of(photo):
    return max((np.hypot(*photo["off"][k]) for k in ("eye_left", "eye_right") if k in photo["off"]), default=None)


def place_of(which):
    return lambda photo: np.hypot(*photo["off"][which]) if which in photo["off"] else None


FIGURES = [
    ("matte error x1000", lambda photo: photo["matte"], "", [("mean", "15"), ("worst", "35")]),
    ("matte error x1000 in the edge band", lambda photo: photo["band"], "", [("mean", "80")]),
    ("eyes off", eyes_of, "px", [("mean", "1.8"), ("worst", "3.5")]),
    ("head top off", place_of("head_top_y"), "px", [("mean", "1.5"), ("worst", "4")]),
    ("chin off", place_of("chin"), "px", [("mean", "3")]),
]
OVER = {"mean": statistics.mean, "worst": max}


def table(seen):
    rows = []
    for what, of, unit, asked in FIGURES:
        for how, goal in asked:
            values = {peer: [v for v in map(of, photos) if v is not None] for peer, photos in seen.items()}
            floor = OVER[how](values["mediapipe"])
            rows += [row(f"{peer}: {what}, {how}", OVER[how](v), unit, goal if peer == "ours" else "-", floor)
                     for peer, v in values.items() if v]
    return rows + [row(f"{peer}: time of a photo, median", statistics.median(p["ms"] for p in photos), "ms", "-")
                   for peer, photos in seen.items()]


def left_out(photos, which):
    """The mean distance when the mean offset of everybody else's photos is taken away first: what a fit would promise strangers."""
    far = []
    for photo in photos:
        others = [p["off"][which] for p in photos if p["person"] != photo["person"] and which in p["off"]]
        if which in photo["off"] and others:
            far.append(np.hypot(*(photo["off"][which] - np.mean(others, axis=0))))
    return statistics.mean(far)


def ours_alone(photos, verdicts, got):
    refused, missed, alarms, wrong = verdicts
    people = sorted({photo["person"] for photo in photos})
    without = [statistics.mean(p["matte"] for p in photos if p["person"] != who) for who in people]
    large = [p["ms"] for p in photos if p["large"]] or [p["ms"] for p in photos]
    live, slowest = map(float, open(os.path.join(got, "live_ms")).read().split())
    memory = int(open(os.path.join(got, "memory_kb")).read().split()[-1]) / 1024
    return [
        row("ours: matte error x1000, mean, worst choice of one left out", max(without), "", "15"),
        *(row(f"ours: {name} off, offset fitted on the others", left_out(photos, which), "px", goal)
          for name, which, goal in (("left eye", "eye_left", "1.8"), ("right eye", "eye_right", "1.8"),
                                    ("head top", "head_top_y", "1.5"), ("chin", "chin", "3"))),
        row("ours: spoilt photos refused", refused, "", "all but 1"), row("ours: spoilt photos accepted", missed, "", "1"),
        row("ours: false alarms", alarms, "", "0"), row("ours: files wrong or missing", wrong, "", "0"),
        row("ours: time of a photo of 12 MP, mean", statistics.mean(large), "ms", "250"),
        row("ours: memory", memory, "MB", "120"),
        row("ours: live checks of a 1280-px frame, median", live, "ms", "12"),
        row("ours: live checks of a 1280-px frame, slowest", slowest, "ms", "-"),
    ]


main(*sys.argv[1:])
