<?php

declare(strict_types=1);

namespace Shop;

final class Visit
{
    /** How often this browser came. */
    public static function number(): string
    {
        session_start();
        $_SESSION['visits'] = ($_SESSION['visits'] ?? 0) + 1;
        session_write_close();
        $stored = is_file(session_save_path() . '/sess_' . session_id());
        return "Visit {$_SESSION['visits']}" . ($stored ? ', stored' : '');
    }
}
