package io.atomstreams.model.export;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.trees.EnsembleLink;
import io.atomstreams.model.engine.trees.Tree;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import io.atomstreams.model.engine.trees.TreesEngine;
import io.atomstreams.model.onnx.OnnxTrees;
import io.atomstreams.model.onnx.OnnxTrees.Ensemble;
import io.atomstreams.model.onnx.OnnxTrees.Link;
import io.atomstreams.model.onnx.OnnxTrees.Rule;
import java.nio.file.Path;
import java.util.List;

/** Trees: {@code trees.json}, and the same nodes in ONNX. */
final class TreesForm implements PortableForm {

  private static final double TOLERANCE = 1e-6;

  @Override
  public String engine() {
    return new TreesEngine().name();
  }

  @Override
  public byte[] json(ModelRef ref, Path artifacts) {
    ModelFile file = file(ref, artifacts);
    file.as(TreeEnsemble::fromJson);
    return file.bytes();
  }

  private static ModelFile file(ModelRef ref, Path artifacts) {
    return new ModelFile(ref, artifacts.resolve(TreesEngine.TREES_FILE));
  }

  @Override
  public byte[] onnx(ModelRef ref, ModelSignature signature, Path artifacts) {
    TreeEnsemble ensemble = file(ref, artifacts).as(TreeEnsemble::fromJson);
    List<OnnxTrees.Tree> trees = ensemble.trees().stream().map(tree -> tree(ref, tree)).toList();
    return OnnxTrees.bytes(
        new Ensemble(trees, Rule.BELOW, ensemble.base(), false, link(ensemble.link())),
        signature.inputs().get(0),
        signature.outputs().get(0));
  }

  private static Link link(EnsembleLink link) {
    return switch (link) {
      case IDENTITY, PROBABILITY -> Link.IDENTITY;
      case LOGIT -> Link.LOGIT;
      case SOFTMAX -> Link.SOFTMAX;
    };
  }

  private static OnnxTrees.Tree tree(ModelRef ref, Tree tree) {
    for (boolean zeroIsMissing : tree.zeroIsMissing()) {
      if (zeroIsMissing) {
        throw new ModelException(
            "model %s: its trees take zeros for missing values, which ONNX cannot say; write json"
                .formatted(ref));
      }
    }
    return new OnnxTrees.Tree(
        tree.output(),
        tree.feature(),
        tree.threshold(),
        tree.left(),
        tree.right(),
        tree.defaultLeft(),
        tree.value());
  }

  @Override
  public double tolerance(ExportFormat format) {
    return TOLERANCE;
  }
}
