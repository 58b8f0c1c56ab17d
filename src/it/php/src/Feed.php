<?php

declare(strict_types=1);

namespace Shop;

use DOMDocument;

final class Feed
{
    /** @param array<int, string> $orders */
    public static function of(array $orders): string
    {
        $document = new DOMDocument('1.0', 'UTF-8');
        $feed = $document->appendChild($document->createElement('orders'));
        foreach ($orders as $id => $name) {
            $order = $feed->appendChild($document->createElement('order'));
            $order->setAttribute('id', (string) $id);
            $order->appendChild($document->createTextNode($name));
        }
        return $document->saveXML();
    }
}
