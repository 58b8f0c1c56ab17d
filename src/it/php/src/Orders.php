<?php

declare(strict_types=1);

namespace Shop;

use PDO;

final class Orders
{
    private PDO $database;

    public function __construct()
    {
        $this->database = new PDO('sqlite::memory:');
        $this->database->exec('CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT)');
        $insert = $this->database->prepare('INSERT INTO orders (name) VALUES (?)');
        $insert->execute(['Soup']);
        $insert->execute(['Bread & butter']);
    }

    /** @return array<int, string> */
    public function all(): array
    {
        return $this->database->query('SELECT id, name FROM orders')->fetchAll(PDO::FETCH_KEY_PAIR);
    }
}
