package io.atomstreams.pipelines.watch;

import io.atomstreams.pipelines.embedded.Ports;
import io.atomstreams.pipelines.tools.DebianTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real Alertmanager on a free port of this machine, alone: it has no peers. */
public final class RealAlertmanager implements AutoCloseable {

  private final RealProgram program;
  private final String address;

  private RealAlertmanager(RealProgram program, String address) {
    this.program = program;
    this.address = address;
  }

  /**
   * Starts one.
   *
   * @param configuration the text of its configuration
   */
  public static RealAlertmanager start(Path directory, String configuration) {
    String address = Ports.LOOPBACK + ":" + new Ports().choose(0).number();
    Path file = directory.resolve("alertmanager.yml");
    try {
      Files.createDirectories(directory);
      Files.writeString(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RealAlertmanager(
        new RealProgram(
            DebianTool.ALERTMANAGER,
            directory,
            "http://" + address,
            "--config.file=" + file,
            "--storage.path=" + directory.resolve("data"),
            "--cluster.listen-address=",
            "--web.listen-address=" + address),
        address);
  }

  /** {@code host:port}, as Prometheus wants it. */
  public String address() {
    return address;
  }

  @Override
  public void close() {
    program.close();
  }
}
