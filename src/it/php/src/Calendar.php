<?php

declare(strict_types=1);

namespace Shop;

use DateTimeImmutable;
use DateTimeZone;

final class Calendar
{
    /** A moment as a zone's clocks show it, and as the system's date does. */
    public static function day(string $zone): string
    {
        $moment = (new DateTimeImmutable('@1751371200'))->setTimezone(new DateTimeZone($zone));
        exec('date --utc --date @1751371200 +%A', $printed);
        return $moment->format('c T') . ', ' . implode($printed);
    }
}
