"""Turns the three nets of MediaPipe from TFLite into ONNX, once: rten reads ONNX, and no kept pure-Rust runtime reads
these TFLite files (their weights are 16-bit floats behind DEQUANTIZE). No number is changed: 16-bit weights become the
same values in 32 bits, and channels move from last to second. README.md says where the inputs come from.

    pip install numpy==2.4.6 onnx==1.23.2 tflite==2.18.0
    python convert.py face_detection_short_range.tflite face_detection.onnx
"""

import struct
import sys

import numpy as np
import onnx
import tflite
from onnx import TensorProto, helper, numpy_helper

DTYPES = {0: np.float32, 1: np.float16, 2: np.int32}
CODES = {v: k for k, v in vars(tflite.BuiltinOperator).items() if isinstance(v, int)}
CHANNELS_SECOND = (0, 3, 1, 2)
CHANNELS_LAST = (0, 2, 3, 1)


class Converter:
    """One graph on its way. `constants` are arrays by tensor number, in TFLite's order of axes."""

    def __init__(self, path):
        self.model = tflite.Model.GetRootAsModel(open(path, "rb").read(), 0)
        self.graph = self.model.Subgraphs(0)
        self.constants, self.nodes, self.weights, self.flat = {}, [], [], set()
        for i in range(self.graph.TensorsLength()):
            t = self.graph.Tensors(i)
            raw = self.model.Buffers(t.Buffer()).DataAsNumpy()
            if isinstance(raw, np.ndarray):
                self.constants[i] = np.frombuffer(raw.tobytes(), DTYPES[t.Type()]).reshape(t.ShapeAsNumpy())

    def shape(self, i):
        return [int(v) for v in self.graph.Tensors(i).ShapeAsNumpy()]

    def name(self, i):
        return f"t{i}"

    def weight(self, array):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], **attributes))

    def operand(self, i):
        """The name of a tensor, whatever it is; constants go into the file with their channels moved."""
        if i not in self.constants:
            return self.name(i)
        array = self.constants[i].astype(np.float32)
        return self.weight(array.transpose(CHANNELS_SECOND) if array.ndim == 4 else array)

    def activated(self, output, fused):
        """Where a node writes whose result still goes through the activation `fused` into it."""
        return self.name(output) if fused == 0 else f"{self.name(output)}_raw"

    def finish(self, output, fused):
        raw = f"{self.name(output)}_raw"
        if fused == 1:
            self.add("Relu", [raw], self.name(output))
        elif fused == 3:
            self.add("Clip", [raw, self.weight(np.float32(0)), self.weight(np.float32(6))], self.name(output))
        elif fused != 0:
            raise ValueError(f"activation {fused}")

    def pads(self, padding, size, kernel, stride):
        """TFLite's SAME puts the odd cell at the end."""
        if padding == 1:
            return [0, 0, 0, 0]
        total = [max((-(-n // s) - 1) * s + k - n, 0) for n, k, s in zip(size, kernel, stride)]
        return [t // 2 for t in total] + [t - t // 2 for t in total]

    def convolution(self, ins, out, o, depthwise):
        w = self.constants[ins[1]].astype(np.float32)
        groups = 1
        if depthwise:
            w, groups = w.transpose(3, 0, 1, 2), self.shape(ins[0])[3]
        else:
            w = w.transpose(CHANNELS_SECOND)
        kernel, stride = list(w.shape[2:]), [o.StrideH(), o.StrideW()]
        pads = self.pads(o.Padding(), self.shape(ins[0])[1:3], kernel, stride)
        inputs = [self.name(ins[0]), self.weight(w)] + [self.operand(i) for i in ins[2:]]
        fused = o.FusedActivationFunction()
        self.add("Conv", inputs, self.activated(out, fused), strides=stride, pads=pads, group=groups, kernel_shape=kernel)
        self.finish(out, fused)

    def pool(self, op, ins, out, o):
        kernel, stride = [o.FilterHeight(), o.FilterWidth()], [o.StrideH(), o.StrideW()]
        pads = self.pads(o.Padding(), self.shape(ins[0])[1:3], kernel, stride)
        self.add(op, [self.name(ins[0])], self.name(out), kernel_shape=kernel, strides=stride, pads=pads)

    def operator(self, op):
        code = self.model.OperatorCodes(op.OpcodeIndex())
        kind = CODES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        ins, out = [int(i) for i in op.InputsAsNumpy() if i >= 0], int(op.OutputsAsNumpy()[0])

        def options(of):
            o = of()
            o.Init(op.BuiltinOptions().Bytes, op.BuiltinOptions().Pos)
            return o

        if kind == "DEQUANTIZE":
            self.constants[out] = self.constants[ins[0]].astype(np.float32)
        elif kind == "CONV_2D":
            self.convolution(ins, out, options(tflite.Conv2DOptions), False)
        elif kind == "DEPTHWISE_CONV_2D":
            self.convolution(ins, out, options(tflite.DepthwiseConv2DOptions), True)
        elif kind in ("ADD", "MUL"):
            o = options(tflite.AddOptions if kind == "ADD" else tflite.MulOptions)
            fused = o.FusedActivationFunction()
            self.add(kind.title(), [self.operand(i) for i in ins], self.activated(out, fused))
            self.finish(out, fused)
        elif kind == "RELU":
            self.add("Relu", [self.name(ins[0])], self.name(out))
        elif kind == "LOGISTIC":
            self.add("Sigmoid", [self.name(ins[0])], self.name(out))
        elif kind == "HARD_SWISH":
            self.add("HardSwish", [self.name(ins[0])], self.name(out))
        elif kind == "PRELU":
            slope = self.constants[ins[1]].astype(np.float32).reshape(-1, 1, 1)
            self.add("PRelu", [self.name(ins[0]), self.weight(slope)], self.name(out))
        elif kind == "PAD":
            p = self.constants[ins[1]][list(CHANNELS_SECOND)].astype(np.int64)
            self.add("Pad", [self.name(ins[0]), self.weight(p.T.reshape(-1))], self.name(out))
        elif kind == "MAX_POOL_2D":
            self.pool("MaxPool", ins, out, options(tflite.Pool2DOptions))
        elif kind == "AVERAGE_POOL_2D":
            self.pool("AveragePool", ins, out, options(tflite.Pool2DOptions))
        elif kind == "RESIZE_BILINEAR":
            o = options(tflite.ResizeBilinearOptions)
            mode = "align_corners" if o.AlignCorners() else "pytorch_half_pixel" if o.HalfPixelCenters() else "asymmetric"
            h, w = self.constants[ins[1]]
            size = self.weight(np.array([1, self.shape(ins[0])[3], h, w], np.int64))
            self.add("Resize", [self.name(ins[0]), "", "", size], self.name(out), mode="linear",
                     coordinate_transformation_mode=mode)
        elif kind == "RESHAPE":
            self.add("Transpose", [self.name(ins[0])], f"t{out}_last", perm=CHANNELS_LAST)
            self.add("Reshape", [f"t{out}_last", self.weight(np.array(self.shape(out), np.int64))], self.name(out))
            self.flat.add(out)
        elif kind == "CONCATENATION":
            self.add("Concat", [self.name(i) for i in ins], self.name(out), axis=options(tflite.ConcatenationOptions).Axis())
            self.flat.add(out)
        elif kind == "CUSTOM" and code.CustomCode() == b"Convolution2DTransposeBias":
            padding, sw, sh = struct.unpack("<3i", op.CustomOptionsAsNumpy().tobytes()[:12])
            w = self.constants[ins[1]].astype(np.float32).transpose(3, 0, 1, 2)  # OHWI to IOHW
            if list(w.shape[2:]) != [sh, sw]:
                raise ValueError(f"kernel {w.shape} is not its stride, so padding {padding} would matter")
            self.add("ConvTranspose", [self.name(ins[0]), self.weight(w), self.operand(ins[2])], self.name(out),
                     strides=[sh, sw], kernel_shape=[sh, sw])
        else:
            raise ValueError(f"no rule for {kind}")

    def convert(self):
        for i in range(self.graph.OperatorsLength()):
            self.operator(self.graph.Operators(i))

        def value(i):
            shape = self.shape(i)
            if i not in self.flat:
                shape = [shape[a] for a in CHANNELS_SECOND]
            return helper.make_tensor_value_info(self.name(i), TensorProto.FLOAT, shape)

        graph = helper.make_graph(self.nodes, "net", [value(int(i)) for i in self.graph.InputsAsNumpy()],
                                  [value(int(i)) for i in self.graph.OutputsAsNumpy()], self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="convert.py")
        model.ir_version = 8
        onnx.checker.check_model(model, full_check=True)
        return model


if __name__ == "__main__":
    converter = Converter(sys.argv[1])
    onnx.save(converter.convert(), sys.argv[2])
