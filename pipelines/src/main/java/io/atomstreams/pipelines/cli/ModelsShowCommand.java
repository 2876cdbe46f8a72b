package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelRegistry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom models show}: all that is known of one version. */
@Command(
    name = "show",
    description = "Shows a version's manifest: arrays, features, metrics, data, lineage, files.",
    footer = {
      "",
      "Examples:",
      "  atom models show purchase_30d              the latest",
      "  atom models show purchase_30d@1 --json"
    })
final class ModelsShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions options;

  @Parameters(paramLabel = "REF", description = "NAME@VERSION, or NAME for its latest version.")
  private String ref;

  @Override
  public Integer call() {
    ModelRegistry registry = options.registry();
    ModelRef version = RegistryOptions.version(registry, ref);
    new ManifestReport(spec.commandLine().getOut(), options.isJson())
        .whole(registry.manifest(version), registry.signer(version));
    spec.commandLine().getOut().flush();
    return Atom.SUCCESS;
  }
}
