SELECT mark FROM duty_mark
