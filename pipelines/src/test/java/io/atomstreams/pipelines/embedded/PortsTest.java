package io.atomstreams.pipelines.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.embedded.Ports.Port;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  private final Ports ports = new Ports();

  @Test
  void takesTheWantedPortIfItIsFree() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(Ports.loopback(0));
      free = socket.getLocalPort();
    }
    Port port = ports.choose(free);
    assertThat(port.number()).isEqualTo(free);
    assertThat(port.moved()).isFalse();
  }

  @Test
  void takesTheNextOneIfItIsBusyAndReportsTheMove() throws Exception {
    try (ServerSocket busy = new ServerSocket()) {
      busy.bind(Ports.loopback(0));
      Port port = ports.choose(busy.getLocalPort());
      assertThat(port.number()).isGreaterThan(busy.getLocalPort());
      assertThat(port.moved()).isTrue();
    }
  }

  @Test
  void noticesAServiceThatListensOnAllAddresses() throws Exception {
    try (ServerSocket busy = new ServerSocket(0)) {
      assertThat(ports.choose(busy.getLocalPort()).moved()).isTrue();
    }
  }

  @Test
  void neverGivesTheSamePortTwice() {
    Port first = ports.choose(0);
    assertThat(first.moved()).isFalse();
    assertThat(ports.choose(first.number()).number()).isNotEqualTo(first.number());
  }

  @Test
  void refusesNumbersThatAreNoPorts() {
    assertThatThrownBy(() -> ports.choose(65_536))
        .hasMessage("port 65536: must lie between 0 and 65535");
  }
}
