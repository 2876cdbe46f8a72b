package io.atomstreams.model.engine.tensorflow;

import ai.djl.tensorflow.engine.TfSymbolBlock;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.NearestNames;
import io.atomstreams.model.TensorSpec;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Holds the signature inside a SavedModel against the one its manifest promises. */
final class SignatureCheck {

  static final String KEY = "serving_default";

  private SignatureCheck() {}

  static void require(ModelRef ref, ModelSignature promised, TfSymbolBlock block) {
    Map<String, SignatureDef> found =
        block.getSavedModelBundle().getMetaGraphDef().getSignatureDefMap();
    SignatureDef signature = found.get(KEY);
    if (signature == null) {
      throw new ModelException(
          "model "
              + ref
              + ": the SavedModel has no signature "
              + KEY
              + ", it has "
              + found.keySet());
    }
    require(ref, "input", promised.inputs().get(0), signature.getInputsMap());
    require(ref, "output", promised.outputs().get(0), signature.getOutputsMap());
  }

  private static void require(
      ModelRef ref, String side, TensorSpec promised, Map<String, TensorInfo> found) {
    TensorInfo info = found.get(promised.name());
    if (info == null) {
      throw new ModelException(
          "model "
              + ref
              + ": the SavedModel has no "
              + side
              + " "
              + promised.name()
              + "; "
              + NearestNames.hint(promised.name(), found.keySet()));
    }
    if (side.equals("input") && found.size() != 1) {
      throw new ModelException(
          "model " + ref + ": the SavedModel has the inputs " + found.keySet() + ", one is fed");
    }
    if (info.getDtype() != DataType.DT_FLOAT || promised.type() != TensorSpec.ElementType.FLOAT32) {
      throw new ModelException(
          "model "
              + ref
              + ": "
              + side
              + " "
              + promised.name()
              + " is "
              + info.getDtype()
              + " and promised as "
              + promised.type()
              + ", only DT_FLOAT is run");
    }
    if (!fits(promised, info.getTensorShape())) {
      throw new ModelException(
          "model "
              + ref
              + ": "
              + side
              + " "
              + promised.name()
              + " of the SavedModel has shape "
              + info.getTensorShape().getDimList().stream()
                  .map(TensorShapeProto.Dim::getSize)
                  .toList()
              + ", the feature list asks for "
              + promised.shape());
    }
  }

  /** An output may be [-1] or [-1, 1]: both hold one value per row. */
  private static boolean fits(TensorSpec promised, TensorShapeProto found) {
    if (found.getUnknownRank()) {
      return true;
    }
    int axes = promised.shape().size();
    if (found.getDimCount() < axes) {
      return false;
    }
    for (int axis = 0; axis < found.getDimCount(); axis++) {
      long wanted = axis < axes ? promised.shape().get(axis) : 1;
      long size = found.getDim(axis).getSize();
      if (size != wanted && size != -1) {
        return false;
      }
    }
    return true;
  }
}
