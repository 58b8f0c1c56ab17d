package com.example;

/** Ends at start. */
public final class App {
  private App() {}

  public static void main(String[] args) {
    System.err.println("No licence found");
    System.exit(3);
  }
}
