package com.example;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;

/** Says what {@code greeting.txt} does; in the image, it is another one. */
public final class App {
  private App() {}

  public static void main(String[] args) throws IOException {
    byte[] body;
    try (InputStream greeting = App.class.getResourceAsStream("/greeting.txt")) {
      body = greeting.readAllBytes();
    }
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    System.out.println("Listening on 8080");
  }
}
