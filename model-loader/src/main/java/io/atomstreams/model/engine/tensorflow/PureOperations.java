package io.atomstreams.model.engine.tensorflow;

import java.util.Arrays;
import java.util.List;

/**
 * The operations a model may consist of: those that compute values from values. A list of what is
 * allowed, since one of what is forbidden ages with every release of TensorFlow. Not on it: files,
 * network, Python, tables read from files, queues, random numbers (the same row must give the same
 * score), {@code Assert} (one odd row would fail its whole batch) and {@code Print}.
 */
final class PureOperations {

  private static final String STRUCTURE =
      """
      Const Placeholder PlaceholderWithDefault Identity IdentityN NoOp StopGradient PreventGradient
      PartitionedCall StatefulPartitionedCall If StatelessIf While StatelessWhile Case StatelessCase
      Switch Merge Enter Exit NextIteration LoopCond ControlTrigger
      TensorListReserve TensorListFromTensor TensorListStack TensorListGetItem TensorListSetItem
      TensorListLength TensorListElementShape EmptyTensorList TensorListPushBack TensorListPopBack
      VarHandleOp ReadVariableOp VariableV2 Variable VarIsInitializedOp ResourceGather
      """;

  private static final String ARRAYS =
      """
      Shape ShapeN Size Rank Reshape Squeeze ExpandDims Transpose ConjugateTranspose Concat ConcatV2
      ConcatOffset Split SplitV Pack Unpack Slice StridedSlice Gather GatherV2 GatherNd ScatterNd
      Tile Pad PadV2 MirrorPad Fill ZerosLike OnesLike Range LinSpace BroadcastTo BroadcastArgs
      BroadcastGradientArgs Where Select SelectV2 Reverse ReverseV2 ReverseSequence OneHot Diag
      DiagPart MatrixDiag MatrixDiagV2 MatrixDiagV3 MatrixDiagPart MatrixDiagPartV2 MatrixDiagPartV3
      MatrixSetDiag MatrixSetDiagV3 MatrixBandPart InvertPermutation Unique UniqueV2 DynamicPartition
      DynamicStitch ParallelDynamicStitch TopK TopKV2 Bucketize SearchSorted LowerBound UpperBound
      TensorScatterUpdate TensorScatterAdd SpaceToBatchND BatchToSpaceND SpaceToDepth DepthToSpace
      Roll EnsureShape Cast Bitcast ListDiff UnravelIndex Empty SplitDedupData
      """;

  private static final String ARITHMETIC =
      """
      Add AddV2 AddN Sub Mul Div RealDiv DivNoNan MulNoNan FloorDiv TruncateDiv Mod FloorMod
      TruncateMod Neg Reciprocal Inv Abs Sign Square SquaredDifference Sqrt Rsqrt Pow Exp Expm1 Log
      Log1p Xlogy Xlog1py Xdivy Sin Cos Tan Asin Acos Atan Atan2 Sinh Cosh Tanh Asinh Acosh Atanh
      Sigmoid Erf Erfc Erfinv Ndtri Lgamma Digamma Igamma Igammac Betainc Floor Ceil Rint Round
      Maximum Minimum ClipByValue IsNan IsInf IsFinite NextAfter
      Equal NotEqual ApproximateEqual Less LessEqual Greater GreaterEqual LogicalAnd LogicalOr
      LogicalNot LogicalXor BitwiseAnd BitwiseOr BitwiseXor Invert LeftShift RightShift
      Sum Mean Prod Max Min Any All ArgMax ArgMin Cumsum Cumprod CumulativeLogsumexp EuclideanNorm
      SegmentSum SegmentMean SegmentMax SegmentMin SegmentProd UnsortedSegmentSum UnsortedSegmentMax
      UnsortedSegmentMin UnsortedSegmentProd Bincount DenseBincount
      """;

  private static final String NETWORKS =
      """
      MatMul BatchMatMul BatchMatMulV2 BatchMatMulV3 Einsum BiasAdd BiasAddV1 Relu Relu6 LeakyRelu
      Elu Selu Softplus Softsign Softmax LogSoftmax Gelu L2Loss Conv2D Conv3D DepthwiseConv2dNative
      MaxPool MaxPoolV2 AvgPool AvgPool3D MaxPool3D FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3
      LRN InTopK InTopKV2 _FusedMatMul ResizeBilinear ResizeNearestNeighbor
      """;

  private static final List<String> ALL =
      Arrays.stream((STRUCTURE + ARRAYS + ARITHMETIC + NETWORKS).trim().split("\\s+")).toList();

  /** What a SavedModel's saver needs; it runs once, when the variables are read. */
  private static final List<String> SAVER =
      List.of(
          "SaveV2",
          "RestoreV2",
          "MergeV2Checkpoints",
          "ShardedFilename",
          "StringJoin",
          "StaticRegexFullMatch",
          "DisableCopyOnRead",
          "AssignVariableOp",
          "Assign");

  /** For messages only: whatever is on no list is refused. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "(Read|Write|Save|Restore|MergeV2|Sharded|Matching|DeleteFile|.*Filename|.*File$|.*FileSystem).*",
              "touches files"),
          new Kind(".*(PyFunc|Python).*", "runs Python"),
          new Kind(
              "(Initialize|Lookup|.*Table|MutableHash|HashTable|Anonymous.*Table).*",
              "looks things up in a table that is filled from outside"),
          new Kind(
              "(Decode|Encode|Parse|Record|TFRecord|TextLine|FixedLength|.*Reader|.*Dataset).*",
              "reads input data of its own"),
          new Kind(
              ".*(Send|Recv|Rpc|Collective|Debug|Summary|WorkerHeartbeat|Connect).*",
              "speaks with others"),
          new Kind(
              "(Random|Stateless(Random|Truncated)|Truncated|Multinomial|ParameterizedTruncated).*",
              "draws random numbers, so that the same row gives another score each time"),
          new Kind("(Assert|Abort)", "fails a whole batch for one row"),
          new Kind("(Print|PrintV2|LogMessage|StringFormat)", "writes to the log for every row"),
          new Kind("(Assign|ResourceApply|Apply|Scatter).*", "changes the model while it scores"));

  /** Operations whose name fits a pattern, and what they do. */
  private record Kind(String pattern, String does) {}

  private PureOperations() {}

  static boolean contains(String operation) {
    return ALL.contains(operation);
  }

  static boolean isOfTheSaver(String operation) {
    return SAVER.contains(operation);
  }

  /** What an operation that is not on the list does, as far as its name tells. */
  static String reason(String operation) {
    return KINDS.stream()
        .filter(kind -> operation.matches(kind.pattern()))
        .map(Kind::does)
        .findFirst()
        .orElse("is not among the operations that only compute");
  }
}
