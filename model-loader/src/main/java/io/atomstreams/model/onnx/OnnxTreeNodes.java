package io.atomstreams.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.onnx.OnnxTrees.Ensemble;
import io.atomstreams.model.onnx.OnnxTrees.Tree;
import java.util.ArrayList;
import java.util.List;

/** All nodes of all trees below one another, as the ONNX node wants them. */
final class OnnxTreeNodes {

  private final Ensemble ensemble;
  private final List<Long> trees = new ArrayList<>();
  private final List<Long> ids = new ArrayList<>();
  private final List<Long> features = new ArrayList<>();
  private final List<Double> thresholds = new ArrayList<>();
  private final List<String> modes = new ArrayList<>();
  private final List<Long> left = new ArrayList<>();
  private final List<Long> right = new ArrayList<>();
  private final List<Long> missingLeft = new ArrayList<>();
  private final List<Long> leafTrees = new ArrayList<>();
  private final List<Long> leafIds = new ArrayList<>();
  private final List<Long> leafSums = new ArrayList<>();
  private final List<Double> leafValues = new ArrayList<>();

  OnnxTreeNodes(Ensemble ensemble, int columns) {
    this.ensemble = ensemble;
    for (int number = 0; number < ensemble.trees().size(); number++) {
      add(number, ensemble.trees().get(number), columns);
    }
  }

  private void add(int number, Tree tree, int columns) {
    for (int node = 0; node < tree.feature().length; node++) {
      int feature = tree.feature()[node];
      if (feature >= columns) {
        throw new ModelException(
            "tree %d asks about column %d, rows have %d".formatted(number, feature, columns));
      }
      boolean isLeaf = feature < 0;
      trees.add((long) number);
      ids.add((long) node);
      features.add(isLeaf ? 0L : feature);
      thresholds.add(isLeaf ? 0 : tree.threshold()[node]);
      modes.add(isLeaf ? "LEAF" : ensemble.rule().mode());
      left.add(isLeaf ? 0L : tree.left()[node]);
      right.add(isLeaf ? 0L : tree.right()[node]);
      missingLeft.add(!isLeaf && tree.missingLeft()[node] ? 1L : 0L);
      if (isLeaf) {
        leafTrees.add((long) number);
        leafIds.add((long) node);
        leafSums.add((long) tree.output());
        leafValues.add(tree.value()[node]);
      }
    }
  }

  AttributeProto[] attributes() {
    return new AttributeProto[] {
      OnnxGraph.number("n_targets", ensemble.base().size()),
      OnnxGraph.text("aggregate_function", ensemble.mean() ? "AVERAGE" : "SUM"),
      OnnxGraph.text("post_transform", "NONE"),
      OnnxGraph.numbers("nodes_treeids", trees),
      OnnxGraph.numbers("nodes_nodeids", ids),
      OnnxGraph.numbers("nodes_featureids", features),
      OnnxGraph.tensor("nodes_values_as_tensor", ElementType.FLOAT64, array(thresholds)),
      OnnxGraph.texts("nodes_modes", modes),
      OnnxGraph.numbers("nodes_truenodeids", left),
      OnnxGraph.numbers("nodes_falsenodeids", right),
      OnnxGraph.numbers("nodes_missing_value_tracks_true", missingLeft),
      OnnxGraph.numbers("target_treeids", leafTrees),
      OnnxGraph.numbers("target_nodeids", leafIds),
      OnnxGraph.numbers("target_ids", leafSums),
      OnnxGraph.tensor("target_weights_as_tensor", ElementType.FLOAT64, array(leafValues))
    };
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
