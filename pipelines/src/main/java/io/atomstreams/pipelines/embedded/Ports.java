package io.atomstreams.pipelines.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds free TCP ports on the loopback address: the wanted one, else the next free one above it. An
 * instance never gives the same port twice, so that several can be chosen before any is bound.
 */
public final class Ports {

  /** The only address the embedded services listen on. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final int NEXT_TO_TRY = 100;
  private static final int HIGHEST = 65_535;

  private final Set<Integer> given = new HashSet<>();

  /**
   * A port that was free when it was chosen.
   *
   * @param wanted what was asked for, 0 for any
   * @param number what it became
   */
  public record Port(int wanted, int number) {

    /** True if the wanted port was busy: worth telling people. */
    public boolean moved() {
      return wanted != 0 && wanted != number;
    }
  }

  /**
   * Chooses a port.
   *
   * @param wanted 1 to 65535, or 0 for any free port
   * @throws IllegalStateException if the wanted port and the 100 above it are all busy
   */
  public synchronized Port choose(int wanted) {
    if (wanted < 0 || wanted > HIGHEST) {
      throw new IllegalArgumentException("port " + wanted + ": must lie between 0 and " + HIGHEST);
    }
    if (wanted == 0) {
      return new Port(0, anyFree());
    }
    int last = Math.min(wanted + NEXT_TO_TRY, HIGHEST);
    for (int candidate = wanted; candidate <= last; candidate++) {
      if (!given.contains(candidate) && isFree(candidate)) {
        given.add(candidate);
        return new Port(wanted, candidate);
      }
    }
    throw new IllegalStateException(
        "ports " + wanted + " to " + last + " are all in use: stop something or choose another");
  }

  /** A port of the loopback address. */
  public static InetSocketAddress loopback(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  private int anyFree() {
    while (true) {
      try (ServerSocket socket = bind(0)) {
        if (given.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new IllegalStateException("no free port on " + LOOPBACK, e);
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = bind(port)) {
      return socket.isBound();
    } catch (IOException busy) {
      return false;
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(loopback(port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
