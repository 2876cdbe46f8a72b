package io.atomstreams.model.export;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.onnx.OnnxTrees;
import io.atomstreams.model.onnx.OnnxTrees.Ensemble;
import io.atomstreams.model.onnx.OnnxTrees.Link;
import io.atomstreams.model.onnx.OnnxTrees.Rule;
import java.nio.file.Path;
import java.util.List;

/** Trees: {@code trees.json}, and the same nodes in ONNX. */
final class TreesForm implements PortableForm {

  static final String FILE = "trees.json";
  private static final String FORMAT = "trees/1";
  private static final double TOLERANCE = 1e-6;

  /** The file as it stands. */
  record Document(
      String format, List<String> features, Link link, List<Double> base, List<Nodes> trees) {

    /** A tree: a row goes left below the threshold. */
    record Nodes(
        int output,
        int[] feature,
        double[] threshold,
        int[] left,
        int[] right,
        boolean[] defaultLeft,
        boolean[] zeroIsMissing,
        double[] cover,
        double[] value) {}
  }

  @Override
  public String engine() {
    return "trees";
  }

  @Override
  public byte[] json(ModelRef ref, Path artifacts) {
    ModelFile file = new ModelFile(ref, artifacts.resolve(FILE));
    document(ref, file);
    return file.bytes();
  }

  private static Document document(ModelRef ref, ModelFile file) {
    Document document = file.as(Document.class);
    if (!FORMAT.equals(document.format)) {
      throw new ModelException(
          "model %s: %s is of format %s, only %s can be exported"
              .formatted(ref, FILE, document.format, FORMAT));
    }
    return document;
  }

  @Override
  public byte[] onnx(ModelRef ref, ModelSignature signature, Path artifacts) {
    Document document = document(ref, new ModelFile(ref, artifacts.resolve(FILE)));
    List<OnnxTrees.Tree> trees = document.trees.stream().map(nodes -> tree(ref, nodes)).toList();
    return OnnxTrees.bytes(
        new Ensemble(trees, Rule.BELOW, document.base, false, document.link),
        signature.inputs().get(0),
        signature.outputs().get(0));
  }

  private static OnnxTrees.Tree tree(ModelRef ref, Document.Nodes nodes) {
    if (nodes.zeroIsMissing != null) {
      for (boolean zeroIsMissing : nodes.zeroIsMissing) {
        if (zeroIsMissing) {
          throw new ModelException(
              "model %s: its trees take zeros for missing values, which ONNX cannot say; write json"
                  .formatted(ref));
        }
      }
    }
    return new OnnxTrees.Tree(
        nodes.output,
        nodes.feature,
        nodes.threshold,
        nodes.left,
        nodes.right,
        nodes.defaultLeft,
        nodes.value);
  }

  @Override
  public double tolerance(ExportFormat format) {
    return TOLERANCE;
  }
}
