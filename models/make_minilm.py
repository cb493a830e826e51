"""Makes the sentence model as ONNX with 8-bit weights from its published weights.

usage: make_minilm.py FOLDER OUT.onnx   (FOLDER holds config.json and model.safetensors)

The network is BERT as all-MiniLM-L6-v2 uses it: absolute positions, GELU, no pooling; its output is one vector for
each token. Weights are quantised per output channel: one scale for a whole matrix costs twice the error.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file


class Graph:
    """Nodes and constants in the order of their making; each node is named by its output."""

    def __init__(self, weights):
        self.weights = weights
        self.nodes = []
        self.constants = []
        self.known = set()

    def constant(self, name, values):
        if name not in self.known:
            self.known.add(name)
            self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator, inputs, output, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def layer_norm(self, value, weight, output, epsilon):
        scale = self.constant(weight + ".weight", self.weights[weight + ".weight"])
        bias = self.constant(weight + ".bias", self.weights[weight + ".bias"])
        return self.node("LayerNormalization", [value, scale, bias], output, axis=-1, epsilon=epsilon)

    def linear(self, value, weight, output):
        matrix = self.constant(weight + ".weight_T", self.weights[weight + ".weight"].T)
        product = self.node("MatMul", [value, matrix], output + "_mm")
        return self.node("Add", [product, self.constant(weight + ".bias", self.weights[weight + ".bias"])], output)


def build(config, weights):
    assert config["hidden_act"] == "gelu" and config["position_embedding_type"] == "absolute"
    hidden, heads, epsilon = config["hidden_size"], config["num_attention_heads"], config["layer_norm_eps"]
    width = hidden // heads
    g = Graph(weights)

    def integers(name, values):
        return g.constant(name, np.array(values, np.int64))

    def number(name, value):
        return g.constant(name, np.array(value, np.float32))

    embeddings = "embeddings."
    words = g.constant(embeddings + "word", weights[embeddings + "word_embeddings.weight"])
    words = g.node("Gather", [words, "input_ids"], "word_emb")
    types = g.constant(embeddings + "type", weights[embeddings + "token_type_embeddings.weight"])
    types = g.node("Gather", [types, "token_type_ids"], "type_emb")
    length = g.node("Shape", ["input_ids"], "seq_len", start=1, end=2)
    positions = g.constant(embeddings + "pos", weights[embeddings + "position_embeddings.weight"])
    start = integers("s0", [0])
    positions = g.node("Slice", [positions, start, length, start], "pos_emb")
    x = g.node("Add", [g.node("Add", [words, types], "e1"), positions], "e2")
    x = g.layer_norm(x, embeddings + "LayerNorm", "emb", epsilon)

    mask = g.node("Cast", ["attention_mask"], "mask_f", to=TensorProto.FLOAT)
    mask = g.node("Unsqueeze", [mask, integers("ax12", [1, 2])], "mask_u")
    mask = g.node("Sub", [number("fone", 1.0), mask], "mask_i")
    mask = g.node("Mul", [mask, number("neg", np.finfo(np.float32).min)], "mask")

    split, flat = integers("heads", [0, 0, heads, width]), integers("flat", [0, 0, hidden])
    scale = number("scale", 1 / np.sqrt(width))
    layers = config["num_hidden_layers"]
    for layer in range(layers):
        prefix, n = f"encoder.layer.{layer}.", f"l{layer}_"

        def part(name, order):
            value = g.linear(x, prefix + f"attention.self.{name}", n + name)
            value = g.node("Reshape", [value, split], n + name + "_r")
            return g.node("Transpose", [value], n + name + "_t", perm=order)

        query, key, value = part("query", [0, 2, 1, 3]), part("key", [0, 2, 3, 1]), part("value", [0, 2, 1, 3])
        scores = g.node("Mul", [g.node("MatMul", [query, key], n + "qk"), scale], n + "qks")
        scores = g.node("Add", [scores, mask], n + "s")
        context = g.node("MatMul", [g.node("Softmax", [scores], n + "p", axis=-1), value], n + "c")
        context = g.node("Transpose", [context], n + "ct", perm=[0, 2, 1, 3])
        context = g.node("Reshape", [context, flat], n + "cf")
        attended = g.linear(context, prefix + "attention.output.dense", n + "ao")
        x = g.node("Add", [attended, x], n + "r1")
        x = g.layer_norm(x, prefix + "attention.output.LayerNorm", n + "ln1", epsilon)

        # GELU by its definition: x/2 · (1 + erf(x/√2)).
        inner = g.linear(x, prefix + "intermediate.dense", n + "ff")
        curve = g.node("Erf", [g.node("Div", [inner, number("sqrt2", np.sqrt(2))], n + "g1")], n + "g2")
        curve = g.node("Mul", [inner, g.node("Add", [curve, "fone"], n + "g3")], n + "g4")
        curve = g.node("Mul", [curve, number("half", 0.5)], n + "gelu")
        x = g.node("Add", [g.linear(curve, prefix + "output.dense", n + "fo"), x], n + "r2")
        last = "last_hidden_state" if layer == layers - 1 else n + "ln2"
        x = g.layer_norm(x, prefix + "output.LayerNorm", last, epsilon)

    def inputs(name):
        return helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "seq"])

    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "seq", hidden])
    names = ["input_ids", "attention_mask", "token_type_ids"]
    graph = helper.make_graph(g.nodes, "bert", [inputs(name) for name in names], [output], g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="haberdash")
    model.ir_version = 9
    onnx.checker.check_model(model, full_check=True)
    return model


def main(folder, out):
    config = json.loads((folder / "config.json").read_text())
    model = build(config, load_file(str(folder / "model.safetensors")))
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        onnx.save(model, str(whole))
        quantize_dynamic(str(whole), str(out), weight_type=QuantType.QInt8, per_channel=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
