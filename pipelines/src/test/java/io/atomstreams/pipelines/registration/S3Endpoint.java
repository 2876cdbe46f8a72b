package io.atomstreams.pipelines.registration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;

/** An S3 endpoint over a directory, in a JVM of its own, and Flink's plugin that speaks with it. */
final class S3Endpoint implements AutoCloseable {

  static final String BUCKET = "models";
  private static final String KEY = "atom";
  private static final String SECRET = "not-a-secret";

  private final Path directory;
  private final int port;
  private Process process;

  S3Endpoint(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("data").resolve(BUCKET));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  /** Returns once it answers. */
  void start() throws IOException {
    Path settings = directory.resolve("s3proxy.properties");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem
        jclouds.identity=none
        jclouds.credential=none
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, KEY, SECRET, directory.resolve("data")));
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-jar",
                    Path.of("target", "s3proxy", "s3proxy.jar").toString(),
                    "--properties",
                    settings.toString()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("s3proxy.log").toFile())
            .start();
    while (!answers()) {
      if (waited()) {
        throw new IOException(
            "the S3 endpoint has ended: " + Files.readString(directory.resolve("s3proxy.log")));
      }
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Whether the process has ended within a moment. */
  private boolean waited() throws IOException {
    try {
      return process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The connection is cut; the data stays. */
  void stop() {
    process.destroyForcibly().onExit().join();
  }

  /** Tells Flink how to reach it, as config.yaml and plugins/ would. */
  void configureFlink() throws IOException {
    Configuration settings = new Configuration();
    settings.setString("s3.endpoint", "http://127.0.0.1:" + port);
    settings.setString("s3.path.style.access", "true");
    settings.setString("s3.access-key", KEY);
    settings.setString("s3.secret-key", SECRET);
    // else each file is followed by a request to delete markers of the directories above it
    settings.setString("fs.s3a.directory.marker.retention", "keep");
    settings.setString("fs.s3a.attempts.maximum", "1");
    settings.setString("fs.s3a.retry.limit", "1");
    settings.setString("fs.s3a.connection.establish.timeout", "1000");
    FileSystem.initialize(
        settings,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(Path.of("target", "plugins")).findPlugins(),
            new String[] {
              "java.",
              "org.apache.flink.",
              "javax.annotation.",
              "org.slf4j",
              "org.apache.log4j",
              "org.apache.logging",
              "org.apache.commons.logging",
              "ch.qos.logback"
            }));
  }

  Path stored(String path) {
    return directory.resolve("data").resolve(BUCKET).resolve(path);
  }

  @Override
  public void close() {
    if (process != null) {
      stop();
    }
    FileSystem.initialize(new Configuration(), null);
  }
}
