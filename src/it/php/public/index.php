<?php

declare(strict_types=1);

use Shop\{Calendar, Certificates, Feed, Orders, Text, Visit};

spl_autoload_register(function (string $class): void {
    require __DIR__ . '/../src/' . substr($class, strlen('Shop\\')) . '.php';
});

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && is_file(__DIR__ . $path)) {
    return false; // the server sends it
}
switch ($path) {
    case '/':
        echo 'Welcome';
        break;
    case '/orders':
        $orders = (new Orders())->all();
        require __DIR__ . '/../templates/orders.phtml';
        break;
    case '/feed':
        header('Content-Type: application/xml');
        echo Feed::of((new Orders())->all());
        break;
    case '/text':
        echo Text::examples($_GET['locale'] ?? 'en');
        break;
    case '/tls':
        echo Certificates::state();
        break;
    case '/calendar':
        echo Calendar::day($_GET['zone'] ?? 'UTC');
        break;
    case '/visit':
        echo Visit::number();
        break;
    case '/broken':
        throw new RuntimeException('No such order');
    default:
        http_response_code(404);
        echo 'Not found';
}
