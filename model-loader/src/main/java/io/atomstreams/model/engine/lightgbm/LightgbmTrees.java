package io.atomstreams.model.engine.lightgbm;

import com.microsoft.ml.lightgbm.PredictionType;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.trees.NativeTrees;

/**
 * A booster in native memory. Each call predicts row after row in its caller's thread.
 *
 * <p>The native interface is called without the wrapper's {@code LGBMBooster}, whose output buffer
 * has two values a row: more than two classes are written past its end.
 */
final class LightgbmTrees implements NativeTrees {

  private static final String ONE_THREAD = "num_threads=1";

  private final ModelRef ref;
  private final int columns;
  private final int outputs;
  private final SWIGTYPE_p_p_void reference;
  private final SWIGTYPE_p_void booster;

  private LightgbmTrees(ModelRef ref, ModelSignature signature, SWIGTYPE_p_p_void reference) {
    this.ref = ref;
    this.columns = signature.featureCount();
    this.outputs = signature.outputWidth();
    this.reference = reference;
    this.booster = lightgbmlib.voidpp_value(reference);
  }

  /**
   * Loads a text that {@link LightgbmFile} has let pass, and that gives as many values a row as the
   * signature.
   *
   * @throws ModelException if LightGBM refuses it
   */
  static LightgbmTrees load(ModelRef ref, ModelSignature signature, String text) {
    LightgbmLibrary.require();
    SWIGTYPE_p_p_void reference = lightgbmlib.new_voidpp();
    SWIGTYPE_p_int rounds = lightgbmlib.new_intp();
    try {
      if (lightgbmlib.LGBM_BoosterLoadModelFromString(text, rounds, reference) != 0) {
        String reason = lightgbmlib.LGBM_GetLastError();
        lightgbmlib.delete_voidpp(reference);
        throw new ModelException("LightGBM cannot load the model: " + reason);
      }
    } finally {
      lightgbmlib.delete_intp(rounds);
    }
    return new LightgbmTrees(ref, signature, reference);
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    int values = rowCount * columns;
    SWIGTYPE_p_float input = lightgbmlib.new_floatArray(values);
    SWIGTYPE_p_double output = lightgbmlib.new_doubleArray((long) rowCount * outputs);
    SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
    try {
      for (int i = 0; i < values; i++) {
        lightgbmlib.floatArray_setitem(input, i, rows[i]);
      }
      predict(input, rowCount, length, output);
      for (int i = 0; i < rowCount * outputs; i++) {
        out[i] = (float) lightgbmlib.doubleArray_getitem(output, i);
      }
    } finally {
      lightgbmlib.delete_int64_tp(length);
      lightgbmlib.delete_doubleArray(output);
      lightgbmlib.delete_floatArray(input);
    }
  }

  private void predict(
      SWIGTYPE_p_float input, int rowCount, SWIGTYPE_p_long_long length, SWIGTYPE_p_double output) {
    int status =
        lightgbmlib.LGBM_BoosterPredictForMat(
            booster,
            lightgbmlib.float_to_voidp_ptr(input),
            lightgbmlibConstants.C_API_DTYPE_FLOAT32,
            rowCount,
            columns,
            1,
            PredictionType.C_API_PREDICT_NORMAL.getType(),
            0,
            -1,
            ONE_THREAD,
            length,
            output);
    if (status != 0) {
      throw new ModelException(
          "model %s: LightGBM cannot score: %s".formatted(ref, lightgbmlib.LGBM_GetLastError()));
    }
  }

  @Override
  public void close() {
    lightgbmlib.LGBM_BoosterFree(booster);
    lightgbmlib.delete_voidpp(reference);
  }
}
