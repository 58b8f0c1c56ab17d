package com.example;

/** Never listens. */
public final class App {
  private App() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println("Waiting for a colleague who never comes");
    Thread.currentThread().join();
  }
}
