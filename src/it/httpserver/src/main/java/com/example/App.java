package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Greets by HTTP, with nothing but the JDK. */
public final class App {
  public static void main(String[] args) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext("/", App::greet);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
  }

  private static void greet(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.length() > 1 ? path.substring(1) : "World";
    byte[] body = "Hello, %s!%n".formatted(name).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private App() {}
}
