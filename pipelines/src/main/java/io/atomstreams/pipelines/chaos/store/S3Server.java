package io.atomstreams.pipelines.chaos.store;

import io.atomstreams.pipelines.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An S3 endpoint over a directory, in a JVM of its own: S3Proxy, whose libraries are none of ours.
 * Each directory below is a bucket. Who calls must sign; the secret is another for each instance.
 */
public final class S3Server implements AutoCloseable {

  private static final String KEY = "atom";
  private static final int SECRET_BYTES = 20;
  private static final Duration UP_WITHIN = Duration.ofMinutes(1);
  private static final int LOOK_EVERY_MS = 50;

  private final Path jar;
  private final Path buckets;
  private final Path own;
  private final int port = new Ports().choose(0).number();
  private final String secret;
  private Process process;

  /**
   * One that is not started.
   *
   * @param jar S3Proxy with all that it needs
   * @param buckets where objects lie
   * @param own its settings and its log
   */
  public S3Server(Path jar, Path buckets, Path own) {
    this.jar = jar;
    this.buckets = buckets;
    this.own = own;
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    this.secret = HexFormat.of().formatHex(random);
  }

  /** Returns once it listens. */
  public void start() {
    try {
      Files.createDirectories(buckets);
      Files.createDirectories(own);
      Files.writeString(own.resolve("s3proxy.properties"), settings());
      process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx256m",
                      "-XX:+UseSerialGC",
                      "-jar",
                      jar.toString(),
                      "--properties",
                      own.resolve("s3proxy.properties").toString()))
              .redirectErrorStream(true)
              .redirectOutput(log().toFile())
              .start();
      awaitListening();
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("the S3 endpoint does not start: " + e.getMessage(), e);
    }
  }

  /** Of its two file systems the one whose listings survive an upload that was cut off. */
  private String settings() {
    return """
        s3proxy.endpoint=http://%s:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem
        jclouds.identity=none
        jclouds.credential=none
        jclouds.filesystem.basedir=%s
        """
        .formatted(Ports.LOOPBACK, port, KEY, secret, buckets.toAbsolutePath());
  }

  private Path log() {
    return own.resolve("s3proxy.log");
  }

  private void awaitListening() throws IOException {
    long deadline = System.nanoTime() + UP_WITHIN.toNanos();
    while (!listens()) {
      if (ended() || System.nanoTime() > deadline) {
        throw new IOException("nothing listens on port " + port + ": " + Files.readString(log()));
      }
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Whether the process has ended within a moment. */
  private boolean ended() {
    try {
      return process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the S3 endpoint starts", e);
    }
  }

  public int port() {
    return port;
  }

  /** Of who may call. */
  public String accessKey() {
    return KEY;
  }

  /** Signs what that one sends. */
  public String secretKey() {
    return secret;
  }

  /** Ends it at once; objects stay. */
  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }
}
