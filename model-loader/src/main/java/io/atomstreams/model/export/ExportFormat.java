package io.atomstreams.model.export;

import java.util.Locale;

/** What a model can be written as. */
public enum ExportFormat {
  /** Plain numbers with a documented formula. */
  JSON,
  /** Open Neural Network Exchange, operations of set 17. */
  ONNX;

  /** Such as {@code model.json}. */
  public String fileName() {
    return "model." + name().toLowerCase(Locale.ROOT);
  }
}
