<?php

declare(strict_types=1);

namespace Shop;

use Collator;
use IntlDateFormatter;
use Normalizer;
use NumberFormatter;

final class Text
{
    public static function examples(string $locale): string
    {
        $words = ['Zoo', 'Öl', 'Ofen'];
        (new Collator($locale))->sort($words);
        $day = new IntlDateFormatter(
            $locale, IntlDateFormatter::FULL, IntlDateFormatter::NONE, 'Europe/Berlin');
        return implode('; ', [
            mb_strtoupper('grün'),
            mb_convert_encoding('grün', 'ISO-8859-1', 'UTF-8') === "gr\xfcn" ? 'Latin' : '?',
            iconv('UTF-8', 'ASCII//TRANSLIT', 'café') === 'cafe' ? 'ASCII' : '?',
            Normalizer::normalize("u\u{308}"),
            implode(' ', $words),
            (new NumberFormatter($locale, NumberFormatter::CURRENCY))->formatCurrency(1234.5, 'EUR'),
            (new NumberFormatter($locale, NumberFormatter::SPELLOUT))->format(12),
            $day->format(0),
        ]);
    }
}
