package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Uses the container that slim:start has launched. */
class ShopIT {
  private static final String TEA = "{\"id\":1,\"name\":\"Tea\",\"price\":4.50}";

  private final String shop = System.getProperty("slim.url");
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void listsProducts() throws Exception {
    HttpResponse<String> answer = get("/products");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().startsWith("[" + TEA), answer.body());
  }

  @Test
  void findsProduct() throws Exception {
    assertEquals(TEA, get("/products/1").body());
  }

  @Test
  void doesNotFindWhatIsNotThere() throws Exception {
    assertEquals(404, get("/products/999").statusCode());
  }

  @Test
  void addsProduct() throws Exception {
    HttpResponse<String> answer = send("POST", "/products", "{\"name\":\"Cocoa\",\"price\":5}");
    assertEquals(201, answer.statusCode());
    String place = answer.headers().firstValue("Location").orElseThrow();
    assertTrue(get(place).body().contains("Cocoa"));
  }

  @Test
  void changesProduct() throws Exception {
    String place = added("Milk");
    assertEquals(204, send("PUT", place, "{\"name\":\"Oat milk\",\"price\":2}").statusCode());
    assertTrue(get(place).body().contains("Oat milk"));
  }

  @Test
  void removesProduct() throws Exception {
    String place = added("Sugar");
    assertEquals(204, send("DELETE", place, "").statusCode());
    assertEquals(404, get(place).statusCode());
  }

  @Test
  void showsCatalogue() throws Exception {
    assertTrue(get("/catalogue").body().contains("<li>Tea 4.50</li>"));
  }

  @Test
  void showsTerms() throws Exception {
    assertEquals("Goods may be returned within 30 days.\n", get("/terms").body());
  }

  @Test
  void hasCurrency() throws Exception {
    assertEquals(System.getProperty("expected.currency", "EUR"), get("/currency").body());
  }

  @Test
  void isHealthy() throws Exception {
    assertEquals("{\"status\":\"UP\"}", get("/actuator/health").body());
  }

  private String added(String name) throws Exception {
    return send("POST", "/products", "{\"name\":\"" + name + "\",\"price\":1}")
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "");
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(shop + path))
            .header("Content-Type", "application/json")
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
