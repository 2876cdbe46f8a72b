package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code atom models list}: what is registered. */
@Command(
    name = "list",
    description = "Lists the registered versions; with --json one object a line.",
    footer = {
      "",
      "Examples:",
      "  atom models list --models s3://bucket/models --name purchase_30d"
    })
final class ModelsListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions options;

  @Option(names = "--name", paramLabel = "NAME", description = "Only this model's versions.")
  private String name;

  @Override
  public Integer call() {
    ModelRegistry registry = options.registry();
    if (name != null && registry.latest(name).isEmpty()) {
      throw new ModelException(registry.absence(name));
    }
    ManifestReport report = new ManifestReport(spec.commandLine().getOut(), options.isJson());
    int unreadable = 0;
    for (ModelRef ref : registry.list()) {
      if (name == null || name.equals(ref.name())) {
        try {
          ModelManifest manifest = registry.manifest(ref);
          report.line(manifest, registry.signer(ref));
        } catch (ModelException e) {
          report.unreadable(ref, e.getMessage());
          unreadable++;
        }
      }
    }
    spec.commandLine().getOut().flush();
    return unreadable == 0 ? Atom.SUCCESS : Atom.FAILURE;
  }
}
