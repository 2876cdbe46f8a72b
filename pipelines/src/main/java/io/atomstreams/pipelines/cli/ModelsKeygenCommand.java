package io.atomstreams.pipelines.cli;

import io.atomstreams.model.registry.SigningKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom models keygen}: a key that signs manifests. */
@Command(
    name = "keygen",
    description = "Makes an Ed25519 key pair: FILE for who signs, FILE.pub for who verifies.",
    footer = {"", "Examples:", "  atom models keygen /secrets/release-key"})
final class ModelsKeygenCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Where the pair goes; must not be there yet.")
  private Path file;

  @Override
  public Integer call() {
    SigningKey key = SigningKey.generate();
    key.write(file);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "key %s: %s signs, keep it secret; %s verifies%n",
        key.id(), file, SigningKey.publicFile(file));
    out.flush();
    return Atom.SUCCESS;
  }
}
