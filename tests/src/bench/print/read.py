"""Reads every picture of a folder with zbar, ZXing and OpenCV; prints {decoder: {picture: text}}. Set up by scripts/bench."""

import json
import pathlib
import sys

import cv2
import zxingcpp
from pyzbar import pyzbar


def zbar(picture):
    return [found.data.decode("utf-8", "replace") for found in pyzbar.decode(picture, [pyzbar.ZBarSymbol.QRCODE])]


def zxing(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode)]


def opencv(picture):
    # Its two detectors find different codes: an app that uses it tries both.
    for detector in (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()):
        try:
            text = detector.detectAndDecode(picture)[0]
        except (cv2.error, UnicodeDecodeError):
            continue
        if text:
            return [text]
    return []


read = {"zbar": {}, "zxing": {}, "opencv": {}}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.png")):
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    for name, decoder in (("zbar", zbar), ("zxing", zxing), ("opencv", opencv)):
        if texts := decoder(picture):
            read[name][path.name] = texts[0]
json.dump(read, sys.stdout)
