<?php
header('Content-Type: text/plain');
$upload = $_FILES['list'] ?? null;
printf(
    "%s %s of %s%s\n",
    $_SERVER['REQUEST_METHOD'],
    $_REQUEST['amount'] ?? '0',
    $_REQUEST['article'] ?? 'nothing',
    $upload ? ' with ' . $upload['name'] . ': ' . trim(file_get_contents($upload['tmp_name'])) : ''
);
