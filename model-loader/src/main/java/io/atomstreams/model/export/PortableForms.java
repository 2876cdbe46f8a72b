package io.atomstreams.model.export;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.NearestNames;
import java.util.List;

/** Every engine whose models can be written in a portable form. */
final class PortableForms {

  private static final List<PortableForm> ALL =
      List.of(
          new LinearForm(), // weights.json
          new DenseForm(), // network.json
          new TreesForm(), // trees.json
          new TrainedForm()); // what atom train keeps beside a SavedModel

  private PortableForms() {}

  static List<PortableForm> all() {
    return ALL;
  }

  /**
   * The form of an engine's models.
   *
   * @throws ModelException if there is none
   */
  static PortableForm of(ModelRef ref, String engine) {
    return ALL.stream()
        .filter(form -> form.engine().equals(engine))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    "model %s: models of engine %s cannot be exported; %s"
                        .formatted(
                            ref,
                            engine,
                            NearestNames.hint(
                                engine, ALL.stream().map(PortableForm::engine).toList()))));
  }
}
