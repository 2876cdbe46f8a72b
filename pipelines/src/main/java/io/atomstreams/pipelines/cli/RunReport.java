package io.atomstreams.pipelines.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options for where the report of a long run goes. */
final class RunReport {

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--report", paramLabel = "FILE", description = "Writes what --json prints here.")
  private Path file;

  @Option(
      names = "--json",
      description = "Prints the report as JSON, with all that was seen, for programs.")
  private boolean json;

  /** Before the run, which would be lost: the file must be one that can be written. */
  void check() {
    if (file == null) {
      return;
    }
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || directory == null || !Files.isWritable(directory)) {
      throw new ParameterException(
          spec.commandLine(),
          "--report is '%s', must be a file in a directory that can be written to".formatted(file));
    }
  }

  /** Prints it, and then writes it if that is wanted. */
  void give(Supplier<String> asText, Supplier<String> asJson) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? asJson.get() : asText.get());
    out.flush();
    if (file != null) {
      Files.writeString(file, asJson.get());
    }
  }
}
