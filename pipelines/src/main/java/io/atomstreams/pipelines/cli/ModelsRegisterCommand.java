package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.packaging.ModelRegistration;
import io.atomstreams.model.packaging.ModelRegistration.Registered;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.SigningKey;
import io.atomstreams.pipelines.registration.GoldenRows;
import io.atomstreams.pipelines.registration.ModelCard;
import io.atomstreams.pipelines.registration.ModelSource;
import io.atomstreams.pipelines.training.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom models register}: a model made elsewhere becomes a version. */
@Command(
    name = "register",
    description = {
      "Registers a model from its files as the next version: inspects them, opens them with the",
      "engine that will serve them, computes golden vectors, signs and stores. Starts nothing."
    },
    footer = {
      "",
      "Examples:",
      "  atom models register exported-keras-model --name purchase_30d --rows rows/rows.avro",
      "        with a model.yaml beside saved_model.pb that names the features",
      "  atom models register model.tar.gz --manifest card.yaml --name churn --key release-key"
    })
final class ModelsRegisterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions options;

  @Parameters(
      paramLabel = "SOURCE",
      description = "A directory, a .zip or a .tar.gz with the model's files.")
  private Path source;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description =
          "What the files do not say: features, base rate, ... (default: SOURCE/model.yaml).")
  private Path card;

  @Option(names = "--name", paramLabel = "NAME", required = true, description = "The model's name.")
  private String name;

  @Option(
      names = "--version-number",
      paramLabel = "N",
      description = "Which version it becomes (default: the next).")
  private Integer version;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "Who runs it (default: told from the files).")
  private String engine;

  @Option(
      names = "--rows",
      paramLabel = "FILE",
      description = {
        "Rows of atom training-set --format avro to compute golden vectors of",
        "(default: made-up rows without missing values)."
      })
  private Path rows;

  @Option(names = "--seed", paramLabel = "S", description = "Of made-up rows (default 1).")
  private long seed = 1;

  @Option(names = "--key", paramLabel = "FILE", description = "Sign with this key (see keygen).")
  private Path key;

  @Override
  public Integer call() throws IOException {
    Optional<SigningKey> signer = Optional.ofNullable(key).map(SigningKey::read);
    ModelRegistry registry = options.registry();
    try (ModelSource files = ModelSource.of(source, registry.limits())) {
      ModelRef ref = version == null ? registry.next(name) : new ModelRef(name, version);
      ModelCard stated = ModelCard.read(card(files));
      ModelEngine runs = Engines.byName(engine(files));
      ManifestDraft draft = stated.draft(ref, runs, files.files());
      Registered registered =
          new ModelRegistration(registry)
              .register(draft, files.files(), golden(draft), stated.tolerance(), signer);
      report(registered, signer);
    }
    return Atom.SUCCESS;
  }

  private Path card(ModelSource files) {
    return Optional.ofNullable(card)
        .or(files::card)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "%s has no %s; write one with features and baseRate, or name it with --manifest"
                        .formatted(source, ModelCard.FILE)));
  }

  private String engine(ModelSource files) {
    return Optional.ofNullable(engine)
        .or(files::engine)
        .orElseThrow(
            () ->
                new ModelException(
                    "the files in %s do not tell who runs them; say --engine, one of %s"
                        .formatted(
                            source, Engines.all().stream().map(ModelEngine::name).toList())));
  }

  private float[] golden(ManifestDraft draft) throws IOException {
    return rows == null
        ? GoldenRows.seeded(draft.signature().featureCount(), seed)
        : GoldenRows.of(RowFile.read(rows), draft.ref(), draft.signature().features());
  }

  private void report(Registered registered, Optional<SigningKey> signer) {
    PrintWriter out = spec.commandLine().getOut();
    new ManifestReport(out, options.isJson())
        .line(registered.manifest(), signer.map(SigningKey::id));
    if (registered.rowsWithoutResult() > 0 && !options.isJson()) {
      out.printf(
          "  %d rows gave no number and are no golden vectors: the model may not take missing values, and the base rate stands in where it is asked with them%n",
          registered.rowsWithoutResult());
    }
    out.flush();
  }
}
