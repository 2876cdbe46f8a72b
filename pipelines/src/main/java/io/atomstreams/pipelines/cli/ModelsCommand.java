package io.atomstreams.pipelines.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The models of a registry: one class a verb, listed here. */
@Command(
    name = "models",
    subcommands = {
      ModelsRegisterCommand.class,
      ModelsListCommand.class,
      ModelsShowCommand.class,
      ModelsVerifyCommand.class,
      ModelsTestCommand.class,
      ModelsCompareCommand.class,
      ModelsStatusCommand.class,
      ModelsShadowCommand.class,
      ModelsCanaryCommand.class,
      ModelsPromoteCommand.class,
      ModelsRollbackCommand.class,
      ModelsRetireCommand.class,
      ModelsWithdrawCommand.class,
      ModelsExportCommand.class,
      ModelsKeygenCommand.class
    },
    description = {
      "Registers, shows, verifies, compares and exports models; brings them into service and out of it."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom models keygen release-key",
      "  atom models register my-keras-model --name purchase_30d --key release-key --models my-models",
      "  atom models list --models my-models",
      "  atom models verify purchase_30d@1 --models my-models --trusted-keys release-key.pub \\",
      "      --require-signature",
      "  atom models test purchase_30d@1 --on rows/rows.avro --models my-models",
      "  atom models compare purchase_30d@1 purchase_30d@2 --on rows/rows.avro --models my-models",
      "  atom models export purchase_30d@1 --models my-models --format onnx --to edge",
      "  atom models status --bootstrap-server localhost:9092",
      "  atom models shadow purchase_30d@2 --bootstrap-server localhost:9092"
    })
final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Without a verb. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "atom models: one of %s is missing"
            .formatted(String.join(", ", spec.commandLine().getSubcommands().keySet())));
  }
}
