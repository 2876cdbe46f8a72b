package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import io.atomstreams.pipelines.registration.OfflineModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom models verify}: whether a job would take a version. */
@Command(
    name = "verify",
    description = {
      "Does with a version what a job does before it serves it: signature, limits, checksums,",
      "inspection, golden vectors. Reads everything from the registry, nothing from the cache.",
      "Exit code 1 and the reason if it would be refused."
    },
    footer = {
      "",
      "Examples:",
      "  atom models verify purchase_30d@2 --trusted-keys keys --require-signature"
    })
final class ModelsVerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions options;

  @Parameters(paramLabel = "REF", description = "NAME@VERSION, or NAME for its latest version.")
  private String ref;

  @Override
  public Integer call() throws IOException {
    Path temporary = Files.createTempDirectory("atom-verify-");
    try {
      ModelRegistry registry = options.registry(new ArtifactCache(temporary, Long.MAX_VALUE));
      ModelRef version = RegistryOptions.version(registry, ref);
      ManifestReport report = new ManifestReport(spec.commandLine().getOut(), options.isJson());
      try (OfflineModel model = new OfflineModel(registry, version)) {
        report.verified(model.manifest(), registry.signer(version));
        return Atom.SUCCESS;
      } catch (ModelException refusal) {
        report.refused(version, refusal.getMessage());
        return Atom.FAILURE;
      }
    } finally {
      spec.commandLine().getOut().flush();
      TemporaryDirectory.delete(temporary);
    }
  }
}
