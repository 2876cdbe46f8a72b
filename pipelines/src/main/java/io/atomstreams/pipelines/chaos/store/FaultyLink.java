package io.atomstreams.pipelines.chaos.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.atomstreams.pipelines.embedded.Ports;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before an S3 endpoint and passes bytes on, or does what {@link Trouble} says. A change
 * cuts every connection there is, so that nobody goes on with one of before.
 *
 * <pre>
 *   client ──► port ──┬── NONE ────────► endpoint
 *                     ├── FAULTY ──────► 500 · a piece, then a reset · for a while the endpoint
 *                     └── SLOW_DOWN ───► 503
 *                     (GONE: the port is closed)
 * </pre>
 */
final class FaultyLink implements AutoCloseable {

  private static final int BACKLOG = 128;
  private static final int KINDS_OF_FAULT = 3;

  /** Bytes to the endpoint after which a faulty connection is cut: within a request, and later. */
  private static final long A_PIECE = 700;

  private static final long A_WHILE = 100_000;

  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final int LONGEST_HEAD = 1 << 16;
  private static final int DRAINED_WITHIN_MS = 5_000;
  private static final int BUFFER = 1 << 14;

  private final int endpoint;
  private final int port = new Ports().choose(0).number();
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();
  private volatile Trouble trouble = Trouble.NONE;
  private ServerSocket door;

  /**
   * One that listens at once.
   *
   * @param endpoint port of the one behind
   */
  FaultyLink(int endpoint) {
    this.endpoint = endpoint;
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "faulty-link");
              thread.setDaemon(true);
              return thread;
            });
    listen();
  }

  int port() {
    return port;
  }

  /** What it is like from now on. */
  synchronized void trouble(Trouble from) {
    trouble = from;
    if (from == Trouble.GONE) {
      closeQuietly(door);
    } else if (door.isClosed()) {
      listen();
    }
    open.forEach(FaultyLink::reset);
  }

  private void listen() {
    try {
      ServerSocket listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(Ports.loopback(port), BACKLOG);
      door = listening;
      threads.execute(() -> accept(listening));
    } catch (IOException e) {
      throw new UncheckedIOException("the link to the store has lost its port " + port, e);
    }
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      switch (trouble) {
        case NONE -> pass(client, Long.MAX_VALUE);
        case SLOW_DOWN -> refuse(client, "503 Slow Down", "SlowDown");
        case FAULTY -> disturb(client);
        case GONE -> reset(client);
      }
    } catch (IOException ended) {
      // of one side or the other: that is what happens here
    } finally {
      open.remove(client);
    }
  }

  private void disturb(Socket client) throws IOException {
    switch ((int) (connections.getAndIncrement() % KINDS_OF_FAULT)) {
      case 0 -> refuse(client, "500 Internal Server Error", "InternalError");
      case 1 -> pass(client, A_PIECE);
      default -> pass(client, A_WHILE);
    }
  }

  /** Until one side ends it, or the client has sent so many bytes: then it is reset. */
  private void pass(Socket client, long most) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), endpoint)) {
      open.add(server);
      threads.execute(() -> answer(server, client));
      try {
        copy(client.getInputStream(), server.getOutputStream(), most);
      } finally {
        open.remove(server);
        reset(client);
      }
    }
  }

  private static void answer(Socket server, Socket client) {
    try {
      copy(server.getInputStream(), client.getOutputStream(), Long.MAX_VALUE);
    } catch (IOException ended) {
      // the other direction notices
    } finally {
      closeQuietly(client);
    }
  }

  private static void copy(InputStream from, OutputStream to, long most) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = most;
    while (left > 0) {
      int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        return;
      }
      to.write(buffer, 0, read);
      left -= read;
    }
  }

  /** Says no as S3 does, and reads what is left of the request: a reset would hide the answer. */
  private static void refuse(Socket client, String status, String code) throws IOException {
    client.setSoTimeout(DRAINED_WITHIN_MS);
    InputStream in = new BufferedInputStream(client.getInputStream());
    if (!readHead(in)) {
      return;
    }
    String body = "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, status);
    String head =
        "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close"
            .formatted(status, body.length());
    String answer = head + END_OF_HEAD + body;
    client.getOutputStream().write(answer.getBytes(US_ASCII));
    client.shutdownOutput();
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** Reads up to the empty line; false if there is none. */
  private static boolean readHead(InputStream in) throws IOException {
    int matched = 0;
    for (int read = 0; read < LONGEST_HEAD; read++) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      matched = next == END_OF_HEAD.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
      if (matched == END_OF_HEAD.length()) {
        return true;
      }
    }
    return false;
  }

  /** Without the farewell of TCP: the other side meets an error, not an end. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException alreadyClosed) {
      return;
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(Closeable what) {
    try {
      what.close();
    } catch (IOException e) {
      // nothing is left to be done for it
    }
  }

  @Override
  public void close() {
    trouble(Trouble.GONE);
    threads.shutdownNow();
  }
}
