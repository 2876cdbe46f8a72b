package io.atomstreams.model.engine.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Looks through a SavedModel before TensorFlow does. What TensorFlow takes to be a broken promise
 * of its own writers, an unknown element type or a constant whose shape does not fit its values,
 * ends the process; here it is an exception.
 */
final class GraphCheck {

  /** The most values one array of a graph may have. */
  private static final long MOST_VALUES = 1L << 31;

  private GraphCheck() {}

  /**
   * @throws IOException if the file cannot be read, or saying what is wrong with it
   */
  static void require(Path savedModel) throws IOException {
    SavedModel model;
    try (var bytes = Files.newInputStream(savedModel)) {
      model = SavedModel.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("it is no SavedModel: " + e.getMessage(), e);
    }
    for (MetaGraphDef graph : model.getMetaGraphsList()) {
      Stream<NodeDef> inFunctions =
          graph.getGraphDef().getLibrary().getFunctionList().stream()
              .map(FunctionDef::getNodeDefList)
              .flatMap(List::stream);
      List<NodeDef> nodes =
          Stream.concat(graph.getGraphDef().getNodeList().stream(), inFunctions).toList();
      for (NodeDef node : nodes) {
        requireNode(node);
      }
    }
  }

  private static void requireNode(NodeDef node) throws IOException {
    for (AttrValue attribute : node.getAttrMap().values()) {
      switch (attribute.getValueCase()) {
        case TYPE -> requireType(node, attribute.getType());
        case SHAPE -> values(node, attribute.getShape(), -1);
        case TENSOR -> requireTensor(node, attribute.getTensor());
        case LIST -> requireList(node, attribute.getList());
        default -> {}
      }
    }
    if (node.getOp().equals("Const")
        && node.getAttrOrDefault("dtype", AttrValue.getDefaultInstance()).getType()
            != node.getAttrOrDefault("value", AttrValue.getDefaultInstance())
                .getTensor()
                .getDtype()) {
      throw wrong(node, "has another type than its value");
    }
  }

  private static void requireList(NodeDef node, AttrValue.ListValue list) throws IOException {
    for (DataType type : list.getTypeList()) {
      requireType(node, type);
    }
    for (TensorShapeProto shape : list.getShapeList()) {
      values(node, shape, -1);
    }
    for (TensorProto tensor : list.getTensorList()) {
      requireTensor(node, tensor);
    }
  }

  private static void requireType(NodeDef node, DataType type) throws IOException {
    if (type == DataType.UNRECOGNIZED || type == DataType.DT_INVALID) {
      throw wrong(node, "has an element type that there is not");
    }
  }

  private static void requireTensor(NodeDef node, TensorProto tensor) throws IOException {
    requireType(node, tensor.getDtype());
    long values = values(node, tensor.getTensorShape(), 0);
    long content = tensor.getTensorContent().size();
    int bytes = bytes(tensor.getDtype());
    if (content > 0 && (bytes == 0 || content != values * bytes)) {
      throw wrong(node, "has a constant of %d values in %d bytes".formatted(values, content));
    }
    if (tensor.getTensorShape().getUnknownRank()) {
      throw wrong(node, "has a constant without a shape");
    }
  }

  /** The number of values of a shape; an axis has at least this length. */
  private static long values(NodeDef node, TensorShapeProto shape, long least) throws IOException {
    long values = 1;
    for (TensorShapeProto.Dim axis : shape.getDimList()) {
      long length = axis.getSize();
      if (length < least || length > MOST_VALUES) {
        throw wrong(node, "has an axis of length " + length);
      }
      values *= Math.max(0, length);
      if (values > MOST_VALUES) {
        throw wrong(node, "has an array of more than %d values".formatted(MOST_VALUES));
      }
    }
    return values;
  }

  /** Of one value; 0 for types that are not stored as plain bytes. */
  private static int bytes(DataType type) {
    return switch (type) {
      case DT_BOOL, DT_INT8, DT_UINT8, DT_QINT8, DT_QUINT8 -> 1;
      case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16, DT_QINT16, DT_QUINT16 -> 2;
      case DT_FLOAT, DT_INT32, DT_UINT32, DT_QINT32 -> 4;
      case DT_DOUBLE, DT_INT64, DT_UINT64, DT_COMPLEX64 -> 8;
      case DT_COMPLEX128 -> 16;
      default -> 0;
    };
  }

  private static IOException wrong(NodeDef node, String what) {
    return new IOException("node '%s' (%s) %s".formatted(node.getName(), node.getOp(), what));
  }
}
