package io.atomstreams.pipelines.chaos.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.atomstreams.pipelines.embedded.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Before an endpoint that says how many bytes it was sent. */
@Timeout(60)
class FaultyLinkTest {

  private static final int OBJECT = 300_000;

  private HttpClient client = HttpClient.newHttpClient();
  private HttpServer endpoint;
  private FaultyLink link;

  @BeforeEach
  void start() throws IOException {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/",
        exchange -> {
          int received = exchange.getRequestBody().readAllBytes().length;
          byte[] count = Integer.toString(received).getBytes(US_ASCII);
          exchange.sendResponseHeaders(200, count.length);
          exchange.getResponseBody().write(count);
          exchange.close();
        });
    endpoint.start();
    link = new FaultyLink(endpoint.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    link.close();
    endpoint.stop(0);
  }

  private HttpResponse<String> put(int bytes) throws IOException, InterruptedException {
    URI object = URI.create("http://" + Ports.LOOPBACK + ":" + link.port() + "/bucket/object");
    return client.send(
        HttpRequest.newBuilder(object).PUT(BodyPublishers.ofByteArray(new byte[bytes])).build(),
        BodyHandlers.ofString());
  }

  @Test
  void passesWholeObjectsOnOverConnectionsThatAreKept() throws Exception {
    assertThat(put(OBJECT).body()).isEqualTo("" + OBJECT);
    assertThat(put(1).body()).isEqualTo("1");
  }

  @Test
  void noConnectionOfBeforeIsServedOn() throws Exception {
    assertThat(put(1).statusCode()).isEqualTo(200);
    link.trouble(Trouble.SLOW_DOWN);
    try {
      assertThat(put(1).statusCode()).isEqualTo(503);
    } catch (IOException cut) {
      // the client has sent before it noticed
    }
    client = HttpClient.newHttpClient();
    assertThat(put(1).statusCode()).isEqualTo(503);
  }

  @Test
  void saysToSlowDownWhateverIsSent() throws Exception {
    link.trouble(Trouble.SLOW_DOWN);
    for (int bytes : new int[] {0, 10, OBJECT}) {
      HttpResponse<String> answer = put(bytes);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("<Code>SlowDown</Code>");
    }
    link.trouble(Trouble.NONE);
    client = HttpClient.newHttpClient();
    assertThat(put(OBJECT).body()).isEqualTo("" + OBJECT);
  }

  @Test
  void isNotThereAndThenAtTheSamePortAgain() throws Exception {
    link.trouble(Trouble.GONE);
    assertThatThrownBy(() -> put(1)).isInstanceOf(ConnectException.class);
    link.trouble(Trouble.NONE);
    assertThat(put(1).statusCode()).isEqualTo(200);
  }

  @Test
  void errsCutsAndSometimesPasses() throws Exception {
    link.trouble(Trouble.FAULTY);
    int errors = 0;
    int cut = 0;
    int passed = 0;
    for (int request = 0; request < 12; request++) {
      try {
        int status = put(2_000).statusCode();
        errors += status == 500 ? 1 : 0;
        passed += status == 200 ? 1 : 0;
      } catch (IOException e) {
        cut++;
      }
    }
    assertThat(errors).isPositive();
    assertThat(cut).isPositive();
    assertThat(passed).isPositive();
  }
}
