package io.atomstreams.model.export;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.nio.file.Path;

/**
 * What the files of one engine are in portable forms. Stateless; listed in {@link PortableForms}.
 */
interface PortableForm {

  /** The name a manifest uses. */
  String engine();

  /**
   * The model as JSON, as the README documents it.
   *
   * @throws ModelException if it has no such form, naming one it has
   */
  byte[] json(ModelRef ref, Path artifacts);

  /**
   * The model as an ONNX file with the signature's arrays.
   *
   * @throws ModelException if it has no such form, naming one it has
   */
  byte[] onnx(ModelRef ref, ModelSignature signature, Path artifacts);

  /**
   * The largest difference of a result from the engine's, as a share of {@code max(1, |result|)}.
   */
  double tolerance(ExportFormat format);
}
