package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.export.ExportFormat;
import io.atomstreams.model.export.ModelExport;
import io.atomstreams.model.registry.ModelRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom models export}: a version for use elsewhere. */
@Command(
    name = "export",
    description = {
      "Writes a version as portable JSON or ONNX, with rows and the results they must give",
      "(parity.json): for a browser, a till, a phone."
    },
    footer = {
      "",
      "Example:",
      "  atom models export purchase_30d@1 --models my-models --format onnx --to edge"
    })
final class ModelsExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions options;

  @Parameters(paramLabel = "REF", description = "NAME@VERSION, or NAME for its latest version.")
  private String ref;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description = "${COMPLETION-CANDIDATES}")
  private ExportFormat format;

  @Option(names = "--to", paramLabel = "DIR", required = true, description = "Where to write.")
  private Path directory;

  @Override
  public Integer call() {
    ModelRegistry registry = options.registry();
    ModelExport.Exported exported =
        new ModelExport(registry).export(RegistryOptions.version(registry, ref), format, directory);
    PrintWriter out = spec.commandLine().getOut();
    if (options.isJson()) {
      json(exported, out);
    } else {
      text(exported, out);
    }
    out.flush();
    return Atom.SUCCESS;
  }

  private static void text(ModelExport.Exported exported, PrintWriter out) {
    exported.files().forEach(out::println);
    out.printf(
        Locale.ROOT,
        "%d rows must come out within %.0e of what parity.json says%n",
        exported.rows(),
        exported.tolerance());
  }

  private static void json(ModelExport.Exported exported, PrintWriter out) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    exported.files().forEach(file -> node.withArray("files").add(file.toString()));
    out.println(node.put("rows", exported.rows()).put("tolerance", exported.tolerance()));
  }
}
